/** One connection of live events (SSE), read by `fetch`, which unlike EventSource tells why it failed. */

import { type Scope, scopeOf } from "../platform/scope";
import { type LiveEvent, liveEventOf } from "./contracts";
import { Http } from "./http";
import { UnreachableError } from "./problems";
import { sseParser } from "./sse-parser";

/** The gateway says something every 15 s; a line that is silent for longer than this is dead. */
const SILENCE_MS = 35_000;

export interface Listener {
  /** From here on nothing will be missed. */
  onOpen(): void;
  onEvent(event: LiveEvent): void;
}

/** Opens a stream and hears it to its end, which is always a failure or the end of `scope`. */
export type OpenStream = (listener: Listener, scope: Scope) => Promise<void>;

/**
 * Follows the events at `path`.
 *
 * Resolves when the gateway ends the stream, throws ProblemError when it refuses, UnreachableError
 * when the line breaks or has gone silent.
 */
export function eventStream(path: string): OpenStream {
  return async (listener, scope) => {
    const { later } = scope;
    const line = scopeOf(scope);
    let forget = later(SILENCE_MS, line.end);
    try {
      const response = await new Http(scope).open(path, "text/event-stream", line.signal);
      listener.onOpen();
      await apply(response, listener, () => {
        forget();
        forget = later(SILENCE_MS, line.end);
      });
    } finally {
      forget();
      line.end();
    }
  };
}

async function apply(response: Response, listener: Listener, onSound: () => void): Promise<void> {
  const take = sseParser(({ type, data }) => {
    const event = liveEventOf(type, data);
    if (event) listener.onEvent(event);
  });
  const reader = response.body
    ?.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  if (!reader) throw new UnreachableError("an answer without a body");
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw new UnreachableError("the line broke", { cause: error });
    });
    if (done) return;
    onSound();
    take(value);
  }
}
