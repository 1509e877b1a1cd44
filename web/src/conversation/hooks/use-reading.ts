import { useEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../../client/messaging/conversation";
import { lastSeq } from "../../client/messaging/history";
import { useValue } from "../../design/use-value";
import { answered, arrived, opened, type Reading, unreadAfter } from "../model/reading";
import { useOnSend } from "./use-on-send";

/**
 * Follows how far the reader has come and marks the thread read.
 *
 * `watching`: the page is in front and the list's end in view.
 */
export function useReading(
  conversation: Conversation,
  watching: boolean,
): { dividerAfter: number | null; newBelow: number } {
  const history = useValue(conversation.history);
  const { messages } = history;
  const { side } = conversation;
  const first = useRef<Reading | null>(null);
  first.current ??= opened(conversation.marks.peek().own, messages, side);
  const [reading, setReading] = useState(first.current);

  useEffect(() => {
    setReading((before) => arrived(before, messages, side, watching));
  }, [messages, side, watching]);

  useOnSend(conversation, () => setReading(answered));

  const last = lastSeq(history);
  useEffect(() => {
    if (watching && last > 0) conversation.markRead(last);
  }, [conversation, watching, last]);

  return {
    dividerAfter: reading.dividerAfter,
    newBelow: unreadAfter(reading.seen, messages, side),
  };
}
