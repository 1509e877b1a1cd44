/** What the customer page says. */

import { shared } from "./shared.en";

export const portal = {
  ...shared,
  title: "Your conversation",
};

export type PortalTexts = typeof portal;
export default portal;
