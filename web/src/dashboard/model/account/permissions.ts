/** What a member of staff may do at their locations. Pure. */

import type { Me, Role } from "../gateway/contracts";

const IS_ADMINISTRATOR: Readonly<Record<Role, boolean>> = { administrator: true, standard: false };

/** Whether they may change settings and see alert destinations and the history. */
export function canAdminister({ role }: Pick<Me, "role">): boolean {
  return IS_ADMINISTRATOR[role];
}
