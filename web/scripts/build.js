/** Builds and compresses both pages into dist/; fails when one has grown past its budget. */
import { build } from "vite";
import { configOf, PAGES } from "../vite.config.js";
import { checkBudgets } from "./budgets.js";
import { compress } from "./compress.js";

for (const page of PAGES) {
  await build({ ...configOf(page), logLevel: "warn" });
  compress(page);
}
const grown = checkBudgets(PAGES);
if (grown.length > 0) {
  console.error(grown.join("\n"));
  process.exit(1);
}
