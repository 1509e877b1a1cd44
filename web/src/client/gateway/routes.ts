/** What the routes of an OpenAPI document answer, by the types that are made from it. */

interface Json<Body> {
  readonly content: { readonly "application/json": Body };
}

/**
 * The JSON that an operation of the document answers with when all is well. It is unknown where the
 * document has no such operation: `never` would fit in everywhere.
 */
export type AnswerOf<Operation> = Operation extends
  | { readonly responses: { readonly 200: Json<infer Body> } }
  | { readonly responses: { readonly 201: Json<infer Body> } }
  | { readonly responses: { readonly 202: Json<infer Body> } }
  ? Body
  : unknown;
