/** The messages of a thread, as both pages show them. */

import type { ComponentChildren } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Message } from "../../client/gateway/contracts";
import type { Conversation } from "../../client/messaging/conversation";
import { reachesBack } from "../../client/messaging/history";
import { assertNever } from "../../client/platform/assert-never";
import { Boundary } from "../../design/Boundary";
import { Button, Spinner } from "../../design/components";
import { Icon } from "../../design/icons";
import { useValue } from "../../design/use-value";
import { attempt } from "../../locale/intl";
import { useLanguage, useTexts } from "../../texts/context";
import { useNow } from "../hooks/use-now";
import { useOnSend } from "../hooks/use-on-send";
import { usePageVisible } from "../hooks/use-page-visible";
import { useReading } from "../hooks/use-reading";
import type { DateDisplay } from "../model/days";
import { type MessageRow, type OutgoingRow, type Row, rowsOf } from "../model/rows";
import { Announcements } from "./Announcements";
import { OutgoingMessage, StoredMessage } from "./Bubble";
import { type ListControl, WindowedList } from "./WindowedList";

interface MessageListProps {
  /** Loaded; give the thread's id as `key`. */
  conversation: Conversation;
  /** The location's IANA time zone: its days are the conversation's. */
  timeZone: string;
  /** The writer's name where their side has names to tell apart, as staff have. */
  ownName?: string | null;
  /** What the page adds below a message. */
  extraOf?: (message: Message) => ComponentChildren;
}

export function MessageList({ conversation, timeZone, ownName = null, extraOf }: MessageListProps) {
  const texts = useTexts();
  const { locale } = useLanguage();
  const now = useNow();
  const isVisible = usePageVisible();
  const [atEnd, setAtEnd] = useState(true);
  const control = useRef<ListControl>(null);
  const history = useValue(conversation.history);
  const outbox = useValue(conversation.outbox);
  const marks = useValue(conversation.marks);
  const { messages } = history;
  const { dividerAfter, newBelow } = useReading(conversation, isVisible && atEnd);
  const display: DateDisplay = useMemo(() => ({ locale, timeZone }), [locale, timeZone]);

  const rows = useMemo(
    () =>
      rowsOf({
        side: conversation.side,
        ownName,
        messages,
        outbox,
        marks,
        dividerAfter,
        now,
        display,
      }).map(steadied),
    [conversation.side, ownName, messages, outbox, marks, dividerAfter, now, display],
  );

  useOnSend(conversation, () => control.current?.toEnd(false));

  return (
    <div class="messages">
      <WindowedList
        rows={rows}
        estimate={estimate}
        attributes={attributesOf}
        draw={(row) => (
          <Boundary of={row} instead={<p class="not-shown">{texts.cannotShow.message}</p>}>
            <DrawnRow
              row={row}
              conversation={conversation}
              display={display}
              ownName={ownName}
              extraOf={extraOf}
            />
          </Boundary>
        )}
        before={reachesBack(history) ? null : <Older conversation={conversation} />}
        label={texts.messages}
        revealed={dividerAfter === null ? null : "unread"}
        onNearStart={() => {
          if (conversation.older.peek() === "idle") void conversation.loadOlder();
        }}
        onAtEnd={setAtEnd}
        control={control}
      />
      {!atEnd && <ToEnd count={newBelow} onClick={() => control.current?.toEnd(true)} />}
      <Announcements messages={messages} side={conversation.side} />
    </div>
  );
}

type SteadyRow = Row & { readonly steady: boolean };

function steadied(row: Row): SteadyRow {
  return { ...row, steady: "startsGroup" in row };
}

interface DrawnRowProps {
  row: Row;
  conversation: Conversation;
  display: DateDisplay;
  ownName: string | null;
  extraOf: ((message: Message) => ComponentChildren) | undefined;
}

function DrawnRow({ row, conversation, display, ownName, extraOf }: DrawnRowProps) {
  const texts = useTexts();
  switch (row.kind) {
    case "day":
      return <p class="day">{row.label}</p>;
    case "unread":
      return <p class="unread-divider">{texts.unreadFromHere}</p>;
    case "message":
      return (
        <StoredMessage
          row={row}
          display={display}
          namesOwnSide={ownName !== null}
          extra={extraOf?.(row.message)}
        />
      );
    case "outgoing":
      return (
        <OutgoingMessage
          row={row}
          display={display}
          ownName={ownName}
          onRetry={(id) => conversation.sending.retry(id)}
          onDiscard={(id) => conversation.sending.discard(id)}
        />
      );
    default:
      return assertNever(row);
  }
}

function Older({ conversation }: { conversation: Conversation }) {
  const texts = useTexts();
  if (useValue(conversation.older) !== "failed") {
    return (
      <div class="older">
        <Spinner label={texts.loadingOlder} />
      </div>
    );
  }
  return (
    <div class="older">
      <span>{texts.olderFailed}</span>
      <Button small kind="plain" icon="retry" onClick={() => void conversation.loadOlder()}>
        {texts.tryAgain}
      </Button>
    </div>
  );
}

function ToEnd({ count, onClick }: { count: number; onClick: () => void }) {
  const texts = useTexts();
  const label = count > 0 ? texts.newBelow(count) : texts.toNewest;
  return (
    <button
      type="button"
      class={count > 0 ? "to-end to-end-new" : "to-end"}
      aria-label={label}
      onClick={onClick}
    >
      <Icon name="down" />
      {count > 0 && <span>{label}</span>}
    </button>
  );
}

/** What tests and styles go by. */
function attributesOf(row: Row): Record<string, string | number | undefined> {
  switch (row.kind) {
    case "message":
      return {
        class: row.startsGroup ? "row row-starts" : "row",
        "data-id": row.message.clientMessageId,
        "data-seq": row.message.seq,
        "data-state": row.state ?? undefined,
      };
    case "outgoing":
      return {
        class: row.startsGroup ? "row row-starts" : "row",
        "data-id": row.outgoing.clientMessageId,
        "data-state": row.outgoing.fate.state,
      };
    case "day":
    case "unread":
      return { class: `row row-${row.kind}` };
    default:
      return assertNever(row);
  }
}

const LINE_PX = 23;
const CHARACTERS_PER_LINE = 42;

/** A guess, for what cannot be shown too. */
function estimate(row: Row): number {
  return attempt(() => heightOf(row)) ?? 52;
}

function heightOf(row: Row): number {
  switch (row.kind) {
    case "day":
    case "unread":
      return 52;
    case "message":
      return estimateMessage(row.message.text, row);
    case "outgoing":
      return estimateMessage(row.outgoing.text, row);
    default:
      return assertNever(row);
  }
}

function estimateMessage(text: string, row: MessageRow | OutgoingRow): number {
  const lines = text
    .split("\n")
    .reduce((sum, line) => sum + Math.ceil((line.length + 1) / CHARACTERS_PER_LINE), 0);
  return 18 + lines * LINE_PX + (row.startsGroup ? 30 : 0) + (row.endsGroup ? 22 : 0);
}
