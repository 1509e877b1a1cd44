import { useEffect, useRef, useState } from "preact/hooks";
import type { Message, Side } from "../../client/gateway/contracts";
import { useTexts } from "../../texts/context";
import { unreadAfter } from "../model/reading";
import { nameOf } from "./Bubble";

interface AnnouncementsProps {
  messages: readonly Message[];
  side: Side;
}

/**
 * Reads out the other side's new messages. The list itself is no live region: it would read out
 * whatever is drawn while somebody scrolls.
 */
export function Announcements({ messages, side }: AnnouncementsProps) {
  const texts = useTexts();
  const last = messages.at(-1);
  const announced = useRef(last?.seq ?? 0);
  const [words, setWords] = useState("");

  useEffect(() => {
    const count = unreadAfter(announced.current, messages, side);
    announced.current = Math.max(announced.current, last?.seq ?? 0);
    if (count === 0) return;
    const newest = messages.findLast((message) => message.senderType !== side);
    if (!newest) return;
    setWords(
      count === 1
        ? texts.announced(nameOf(newest, texts), newest.text)
        : texts.announcedMany(count),
    );
  }, [messages, side, last, texts]);

  return (
    <div class="unseen" aria-live="polite">
      {words}
    </div>
  );
}
