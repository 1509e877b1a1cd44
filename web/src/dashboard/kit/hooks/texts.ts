import { useTexts as useShared } from "../../../texts/context";
import type { DashboardTexts } from "../../../texts/dashboard.en";

/** The dashboard's texts in the reader's language. */
export const useTexts = () => useShared<DashboardTexts>();
