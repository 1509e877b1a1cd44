/** Whether one may write right now, and why not. Pure. */

import type { CannotWrite, LocationSettingsChanged } from "../gateway/contracts";

/** Whether a reason lies in the booking, whatever the location's switches are. */
const OF_BOOKING: Readonly<Record<CannotWrite, boolean>> = {
  "unknown-booking": true,
  "draft-booking": true,
  "portal-disabled": false,
  "messaging-disabled": false,
};

export type Switches = Pick<LocationSettingsChanged, "portalEnabled" | "supportMessaging">;

/** Why nobody may write, by what the gateway `said` and by `switches` that were heard since. */
export function cannotWrite(
  said: CannotWrite | null,
  switches: Switches | null,
): CannotWrite | null {
  if (switches === null || (said !== null && OF_BOOKING[said])) return said;
  if (!switches.portalEnabled) return "portal-disabled";
  return switches.supportMessaging ? null : "messaging-disabled";
}
