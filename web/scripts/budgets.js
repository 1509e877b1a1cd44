/** How much JavaScript a page may cost its reader, measured on the files that the gateways send. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const BUDGET_BYTES = { portal: 30_000, dashboard: 90_000 };
const dist = join(import.meta.dirname, "..", "dist");

/** Every script of the page after gzip, those included that are loaded later only. */
function compressedBytes(page) {
  const assets = join(dist, page, "assets");
  return readdirSync(assets)
    .filter((name) => name.endsWith(".js.gz"))
    .reduce((sum, name) => sum + statSync(join(assets, name)).size, 0);
}

/** Prints what each page weighs; answers with a complaint for each that weighs too much. */
export function checkBudgets(pages) {
  return pages.flatMap((page) => {
    const bytes = compressedBytes(page);
    const budget = BUDGET_BYTES[page];
    console.log(`${page}: ${bytes} bytes of JavaScript after gzip, of ${budget}`);
    return bytes <= budget ? [] : [`${page} is ${bytes - budget} bytes over its budget`];
  });
}
