/** Prints which folder imports which, the ones that nothing imports first. */
import { dirname } from "node:path";
import { cruise } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import config from "../.dependency-cruiser.js";

const tsConfig = extractTSConfig("tsconfig.json");
const { output } = await cruise(
  ["src"],
  { ...config.options, includeOnly: "^src" },
  {},
  { tsConfig },
);

/** The folders that each folder imports. */
const imports = new Map();
for (const { source, dependencies } of output.modules) {
  const from = dirname(source);
  const to = imports.get(from) ?? new Set();
  for (const { resolved } of dependencies)
    if (dirname(resolved) !== from) to.add(dirname(resolved));
  imports.set(from, to);
}

/** How many folders lie below one, on the longest way down. */
const depths = new Map();
function depthOf(folder, above = []) {
  if (above.includes(folder)) throw new Error(`a cycle: ${[...above, folder].join(" -> ")}`);
  if (!depths.has(folder)) {
    const below = [...(imports.get(folder) ?? [])].map((each) => depthOf(each, [...above, folder]));
    depths.set(folder, 1 + Math.max(0, ...below));
  }
  return depths.get(folder);
}

const folders = [...imports.keys()].sort(
  (one, other) => depthOf(other) - depthOf(one) || (one < other ? -1 : 1),
);
const arrows = folders.reduce((count, folder) => count + imports.get(folder).size, 0);
console.log(
  `${folders.length} folders on ${depthOf(folders[0])} levels, ${arrows} arrows, no cycle`,
);
for (const folder of folders) {
  console.log(`${String(depthOf(folder)).padStart(2)}  ${folder}`);
  for (const each of [...imports.get(folder)].sort()) console.log(`      -> ${each}`);
}
