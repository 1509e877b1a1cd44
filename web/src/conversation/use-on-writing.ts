import { useEffect, useRef } from "preact/hooks";
import type { Conversation } from "../client/conversation";

/** Runs something each time that the reader has written a message. */
export function useOnWriting(conversation: Conversation, run: () => void): void {
  const written = conversation.sending.written.value;
  const before = useRef(written);
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (written > before.current) latest.current();
    before.current = written;
  }, [written]);
}
