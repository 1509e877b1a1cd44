/**
 * The `default` of a `switch` over a closed union: a member that no `case` names does not compile.
 * For values that this build made or has checked; what a newer gateway may send is looked up in a
 * `Record` instead, which has to name every member too and does not throw at one it lacks.
 */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
