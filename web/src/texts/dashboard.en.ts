/** What the dashboard says. */

import { shared } from "./shared.en";

export const dashboard = {
  ...shared,
  title: "Customer Portal",
};

export type DashboardTexts = typeof dashboard;
export default dashboard;
