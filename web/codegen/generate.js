/**
 * Makes the pages' types of the HTTP interface from the OpenAPI documents of the gateways.
 *
 *   node generate.js                     writes them
 *   node generate.js --check             fails if they are not what the documents say
 *   node generate.js --check FOLDER      the same with the documents of another folder
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";

const CHECKOUT = join(import.meta.dirname, "..", "..");

/** The file of the types by the document that they are made from. */
const FILES = {
  "openapi-portal.json": "web/src/client/gateway/portal.generated.ts",
  "openapi-operator.json": "web/src/dashboard/model/gateway/operator.generated.ts",
};

const OPTIONS = {
  immutable: true,
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
  // A field with a default may be left out of a request.
  defaultNonNullable: false,
  silent: true,
};

/** Leaves out titles, which say each field's name again, and the problems that every route has alike. */
function withoutRepetition(key, value) {
  if (key === "title" && typeof value === "string") return undefined;
  if (key !== "responses") return value;
  return Object.fromEntries(Object.entries(value).filter(([status]) => Number(status) < 400));
}

async function typesOf(path, document) {
  // The types do not depend on the version, so a release leaves them as they are.
  const info = { title: document, version: "0" };
  const content = { ...JSON.parse(readFileSync(path, "utf8"), withoutRepetition), info };
  const types = astToString(await openapiTS(content, OPTIONS));
  return `/** Made from docs/contracts/${document} by \`make contracts\`. */\n\n${types}`;
}

const { values, positionals } = parseArgs({
  options: { check: { type: "boolean", default: false } },
  allowPositionals: true,
});
const folder = positionals[0] ?? join(CHECKOUT, "docs", "contracts");

for (const [document, file] of Object.entries(FILES)) {
  const types = await typesOf(join(folder, document), document);
  if (!values.check) {
    writeFileSync(join(CHECKOUT, file), types);
  } else if (readFileSync(join(CHECKOUT, file), "utf8") !== types) {
    console.error(`${file} is not what ${document} says: run \`make contracts\``);
    process.exitCode = 1;
  }
}
