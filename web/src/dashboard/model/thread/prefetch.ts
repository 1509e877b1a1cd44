/** A thread that is asked for before the page is ready for it: the answer waits for the page. */

import type { Scope } from "../../../client/platform/scope";
import type { OpenedThread, ThreadApi } from "../gateway/calls";

export class ThreadPrefetch {
  readonly #answers = new Map<string, Promise<OpenedThread>>();

  ask(threadId: string, api: ThreadApi): void {
    const answer = api.open();
    // Whoever is given the answer handles its failure; perhaps nobody is.
    answer.catch(() => {});
    this.#answers.set(threadId, answer);
  }

  /** The page is ready: an answer that nobody wanted by now would be old when somebody does. */
  forget(): void {
    this.#answers.clear();
  }

  /** The calls on a thread within a scope; the first to open it is given what was asked ahead. */
  of(threadId: string, api: ThreadApi, scope: Scope): ThreadApi {
    return {
      ...api,
      open: () => {
        const answer = this.#answers.get(threadId);
        this.#answers.delete(threadId);
        return answer ? scope.held(answer) : api.open();
      },
    };
  }
}
