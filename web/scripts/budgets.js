/** How much JavaScript a page may cost its reader, measured on the files that the gateways send. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const BUDGET_BYTES = { portal: 30_000, dashboard: 90_000 };
const dist = join(import.meta.dirname, "..", "dist");

/** All that one reader may load after gzip: every script of the page, and the largest language. */
function compressedBytes(page) {
  const assets = join(dist, page, "assets");
  const bytesOf = (name) => statSync(join(assets, `${name}.gz`)).size;
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
  // A catalogue of texts/ keeps its name, as in `portal.ar-3f2a.js`, and readers load one.
  const isLanguage = (name) => name.startsWith(`${page}.`);
  const languages = scripts.filter(isLanguage).map(bytesOf);
  const others = scripts.filter((name) => !isLanguage(name)).map(bytesOf);
  return others.reduce((sum, bytes) => sum + bytes, Math.max(0, ...languages));
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
