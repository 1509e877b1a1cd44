/** Requests by the routes of the operator gateway's OpenAPI document, which says what each takes. */

import type { Http, Request } from "../../../client/gateway/http";
import type { AnswerOf } from "../../../client/gateway/routes";
import type { paths } from "./operator.generated";

type Method = "get" | "post" | "put" | "patch" | "delete";

/** The routes that know a method. */
type Routes<Verb extends Method> = {
  [Route in keyof paths]: paths[Route][Verb] extends object ? Route : never;
}[keyof paths];

type PathOf<Operation> = Operation extends { readonly parameters: { readonly path: infer Path } }
  ? { readonly path: Path }
  : unknown;

/** Parameters that are null are left out. */
type QueryOf<Operation> = Operation extends { readonly parameters: { readonly query: infer Query } }
  ? { readonly query: Query }
  : Operation extends { readonly parameters: { readonly query?: infer Query } }
    ? { readonly query?: Query }
    : unknown;

type BodyOf<Operation> = Operation extends {
  readonly requestBody: { readonly content: { readonly "application/json": infer Body } };
}
  ? { readonly body: Body }
  : unknown;

type Parts<Operation> = PathOf<Operation> &
  QueryOf<Operation> &
  BodyOf<Operation> &
  Omit<Request, "body">;

interface Filling {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
}

/** All throw ProblemError and UnreachableError. */
export function requestsOf(http: Http) {
  return {
    get: <Route extends Routes<"get">>(route: Route, parts: Parts<paths[Route]["get"]>) =>
      http.get<AnswerOf<paths[Route]["get"]>>(urlOf(route, parts), parts.signal),
    send: async <Verb extends Exclude<Method, "get">, Route extends Routes<Verb>>(
      method: Verb,
      route: Route,
      parts: Parts<paths[Route][Verb]>,
    ) => {
      const url = urlOf(route, parts as Filling);
      return (await http.request<AnswerOf<paths[Route][Verb]>>(method.toUpperCase(), url, parts))
        .body;
    },
  };
}

function urlOf(route: string, { path = {}, query = {} }: Filling): string {
  const filled = route.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? ""));
  const given = Object.entries(query).filter(([, value]) => value !== null);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length === 0 ? filled : `${filled}?${search}`;
}
