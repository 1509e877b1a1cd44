/** One message: what was said, by whom, when, and its state. */

import type { ComponentChildren } from "preact";
import { CUSTOMER, type Message } from "../../client/gateway/contracts";
import type { Fate } from "../../client/messaging/outbox";
import { assertNever } from "../../client/platform/assert-never";
import { Button } from "../../design/components";
import { Icon, type IconName } from "../../design/icons";
import { nameOr } from "../../locale/visible";
import { useTexts } from "../../texts/context";
import type { SharedTexts } from "../../texts/shared.en";
import { useCopy } from "../hooks/use-copy";
import { absoluteLabel, type DateDisplay, timeLabel } from "../model/days";
import type { MessageRow, OutgoingRow } from "../model/rows";
import { isEmojiOnly } from "../model/segments";
import { RichText } from "./RichText";

interface StoredProps {
  row: MessageRow;
  display: DateDisplay;
  /** Whether one's own side has names to tell apart, as staff have. */
  namesOwnSide: boolean;
  /** What the page adds below a message. */
  extra: ComponentChildren;
}

export function StoredMessage({ row, display, namesOwnSide, extra }: StoredProps) {
  const { message, own, startsGroup, endsGroup, state, saysState } = row;
  const texts = useTexts();
  const at = Date.parse(message.sentAt);
  const name = own && !namesOwnSide ? texts.you : nameOf(message, texts);
  return (
    <Said own={own} starts={startsGroup} ends={endsGroup}>
      <Speaker
        name={name}
        shown={startsGroup && (!own || namesOwnSide)}
        time={timeLabel(at, display)}
      />
      <Bubble text={message.text} own={own} title={absoluteLabel(at, display)} />
      {(endsGroup || saysState) && (
        <p class="said-below">
          <time dateTime={message.sentAt} title={absoluteLabel(at, display)}>
            {timeLabel(at, display)}
          </time>
          {saysState && state && (
            <span class={`said-state said-${state}`}>{texts.state[state]}</span>
          )}
        </p>
      )}
      {extra}
    </Said>
  );
}

interface OutgoingProps {
  row: OutgoingRow;
  display: DateDisplay;
  /** The writer's name where their side has names to tell apart; null where it is "You". */
  ownName: string | null;
  onRetry: (clientMessageId: string) => void;
  onDiscard: (clientMessageId: string) => void;
}

export function OutgoingMessage({ row, display, ownName, onRetry, onDiscard }: OutgoingProps) {
  const { outgoing, startsGroup, endsGroup } = row;
  const { fate, text, writtenAt, clientMessageId } = outgoing;
  const texts = useTexts();
  const shown = shownAs(fate, texts);
  const hasFailed = shown.tone !== "plain";
  return (
    <Said own starts={startsGroup} ends={endsGroup || hasFailed}>
      <Speaker
        name={ownName ?? texts.you}
        shown={startsGroup && ownName !== null}
        time={timeLabel(writtenAt, display)}
      />
      <Bubble text={text} own tone={shown.tone} />
      {hasFailed ? (
        <FailedActions
          text={text}
          shown={shown}
          onRetry={() => onRetry(clientMessageId)}
          onDiscard={() => onDiscard(clientMessageId)}
        />
      ) : (
        <p class="said-below">
          <span class={`said-state said-${fate.state}`}>
            <Icon name={shown.icon} />
            {shown.words}
          </span>
        </p>
      )}
    </Said>
  );
}

interface FailedActionsProps {
  text: string;
  shown: Shown;
  onRetry: () => void;
  onDiscard: () => void;
}

function FailedActions({ text, shown, onRetry, onDiscard }: FailedActionsProps) {
  const texts = useTexts();
  const { copied, copy } = useCopy(text);
  return (
    <div class={`said-trouble said-${shown.tone}`}>
      <p>
        <Icon name={shown.icon} />
        <span>{shown.words}</span>
      </p>
      <div class="said-actions">
        <Button small kind="plain" icon="retry" onClick={onRetry}>
          {texts.retry}
        </Button>
        <Button small kind="plain" icon="copy" onClick={copy}>
          {copied ? texts.copied : texts.copy}
        </Button>
        <Button small kind="plain" icon="close" onClick={onDiscard}>
          {texts.discard}
        </Button>
      </div>
    </div>
  );
}

/** What a sender is called; a name that shows nothing is no name. */
export function nameOf({ senderType, senderName }: Message, texts: SharedTexts): string {
  return nameOr(senderName, senderType === CUSTOMER ? texts.someCustomer : texts.support);
}

/** What waits for a connection is no cause for alarm; what will not go out by itself is. */
type Tone = "plain" | "waiting" | "trouble";

interface Shown {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly words: string;
}

function shownAs(fate: Fate, texts: SharedTexts): Shown {
  const { state } = texts;
  switch (fate.state) {
    case "sending":
      return { tone: "plain", icon: "clock", words: state.sending };
    case "accepted":
      return { tone: "plain", icon: "check", words: state.accepted };
    case "failed":
      if (fate.passes) return { tone: "waiting", icon: "clock", words: state.waiting };
      return {
        tone: "trouble",
        icon: "alert",
        words: because(state.failed, texts.why[fate.reason]),
      };
    case "rejected":
      return {
        tone: "trouble",
        icon: "alert",
        words: because(state.rejected, texts.rejections[fate.reason]),
      };
    default:
      return assertNever(fate);
  }
}

/** `why` is missing for a reason that this build does not know. */
function because(what: string, why: string | undefined): string {
  return why ? `${what} ${why}` : what;
}

interface SaidProps {
  own: boolean;
  starts: boolean;
  ends: boolean;
  children: ComponentChildren;
}

function Said({ own, starts, ends, children }: SaidProps) {
  const names = [
    "said",
    own ? "said-own" : "said-other",
    starts && "said-first",
    ends && "said-last",
  ];
  return <div class={names.filter(Boolean).join(" ")}>{children}</div>;
}

/** Who speaks; where it is not shown it is still read out. */
function Speaker({ name, shown, time }: { name: string; shown: boolean; time: string }) {
  const texts = useTexts();
  if (!shown) return <span class="unseen">{texts.said(name, time)}</span>;
  return (
    <p class="said-name">
      <bdi>{name}</bdi>
    </p>
  );
}

interface BubbleProps {
  text: string;
  own: boolean;
  title?: string;
  tone?: Tone;
}

function Bubble({ text, own, title, tone = "plain" }: BubbleProps) {
  const large = isEmojiOnly(text);
  const names = ["bubble", own ? "bubble-own" : "bubble-other"];
  if (large) names.push("bubble-large");
  if (tone !== "plain") names.push(`bubble-${tone}`);
  return (
    <div class={names.join(" ")} dir="auto" {...(title ? { title } : {})}>
      <RichText text={text} />
    </div>
  );
}
