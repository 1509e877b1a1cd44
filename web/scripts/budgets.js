/** How much JavaScript a page may cost its reader, measured on the built files. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = { portal: 30_000, dashboard: 90_000 };
const dist = join(import.meta.dirname, "..", "dist");

/** Every script of the page after gzip, those included that are loaded later only. */
function compressedBytes(page) {
  const assets = join(dist, page, "assets");
  return readdirSync(assets)
    .filter((name) => name.endsWith(".js"))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
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
