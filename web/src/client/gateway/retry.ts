/** Asks for something that there is no doing without. */

import type { Scope } from "../platform/scope";
import { backoff } from "./backoff";
import { asRequestFailure, type RequestFailure } from "./problems";

/**
 * Asks until there is an answer, after longer and longer waits. `onFailure` hears why there is none
 * yet, and is given what ends the wait at once; it may end the scope, and nothing is asked again.
 */
export async function retryWithBackoff<T>(
  scope: Scope,
  ask: () => Promise<T>,
  onFailure: (failure: RequestFailure, again: () => void) => void,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      await new Promise<void>((again) => {
        onFailure(asRequestFailure(error), again);
        scope.later(backoff(attempt, scope.random()), again);
      });
    }
  }
}
