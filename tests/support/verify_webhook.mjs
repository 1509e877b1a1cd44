// Checks a webhook as somebody who receives it in JavaScript would, with the public library.
// Reads {"secret", "headers", "body"} from its input; prints the event, or fails.
// Run in web/, whose node_modules has the library.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { Webhook } = createRequire(`${process.cwd()}/`)("standardwebhooks");
const { secret, headers, body } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(new Webhook(secret).verify(body, headers)));
