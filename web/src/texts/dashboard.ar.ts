import type { DashboardTexts } from "./dashboard.en";
import { shared } from "./shared.ar";

const dashboard: DashboardTexts = {
  ...shared,
  title: "بوابة العملاء",
};
export default dashboard;
