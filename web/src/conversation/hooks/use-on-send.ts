import { useEffect, useRef } from "preact/hooks";
import type { Conversation } from "../../client/messaging/conversation";
import { useValue } from "../../design/use-value";

/** Runs something each time that the reader has written a message. */
export function useOnSend(conversation: Conversation, run: () => void): void {
  const written = useValue(conversation.sending.written);
  const before = useRef(written);
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (written > before.current) latest.current();
    before.current = written;
  }, [written]);
}
