/** Builds both pages into dist/ and fails when one of them has grown past its budget. */
import { build } from "vite";
import { configOf, PAGES } from "../vite.config.js";
import { checkBudgets } from "./budgets.js";

for (const page of PAGES) await build({ ...configOf(page), logLevel: "warn" });
const grown = checkBudgets(PAGES);
if (grown.length > 0) {
  console.error(grown.join("\n"));
  process.exit(1);
}
