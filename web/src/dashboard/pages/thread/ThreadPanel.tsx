/** The open thread: who it is with, what was said, and where the answer is written. */

import type { Ref } from "preact";
import { useEffect, useState } from "preact/hooks";
import {
  type CannotWrite,
  CUSTOMER,
  type Message,
  type Thread,
} from "../../../client/gateway/contracts";
import { cannotWrite } from "../../../client/messaging/writing";
import { assertNever } from "../../../client/platform/assert-never";
import { Composer, type ComposerControl } from "../../../conversation/components/Composer";
import { MessageList } from "../../../conversation/components/MessageList";
import { Notice } from "../../../design/components";
import { Icon } from "../../../design/icons";
import { useValue } from "../../../design/use-value";
import { nameOr } from "../../../locale/visible";
import { LoadFailed } from "../../kit/components/LoadFailed";
import { SettingsLink } from "../../kit/components/SettingsLink";
import { ToolButton } from "../../kit/components/ToolButton";
import { WhyAlerts } from "../../kit/components/WhyAlerts";
import { useDashboard, useWorkspace } from "../../kit/hooks/context";
import { useTexts } from "../../kit/hooks/texts";
import { hrefOf } from "../../model/navigation/routes";
import type { OpenState, OpenThread } from "../../model/thread/open-thread";
import { rovingTabIndex } from "./roving-tabindex";
import { ThreadHeader } from "./ThreadHeader";

export interface ThreadPanelProps {
  open: OpenThread;
  /** The operator begins to write at once. */
  toWrite: boolean;
  composer: Ref<ComposerControl>;
  detailsShown: boolean;
  onDetails: () => void;
  onUnread: () => void;
}

export function ThreadPanel(props: ThreadPanelProps) {
  const { open } = props;
  const texts = useTexts();
  const thread = useValue(open.thread);
  const state = useValue(open.state);
  useRightLocation(thread);
  if (state === "gone") return <Gone />;
  return (
    <section
      class="thread"
      aria-label={texts.conversation}
      onKeyDown={(event) => rovingTabIndex(event, event.currentTarget)}
    >
      <ThreadHeader {...props} thread={thread} />
      <Body {...props} thread={thread} state={state} />
    </section>
  );
}

interface BodyProps extends ThreadPanelProps {
  thread: Thread | null;
  state: Exclude<OpenState, "gone">;
}

function Body({ thread, state, ...props }: BodyProps) {
  const texts = useTexts();
  switch (state) {
    case "loading":
      return <Loading />;
    case "open":
      return thread ? <Talk {...props} thread={thread} /> : <Loading />;
    case "failed":
      return (
        <LoadFailed
          title={texts.threadError.title}
          text={texts.threadError.text}
          onRetry={() => void props.open.open()}
        />
      );
    default:
      return assertNever(state);
  }
}

function Talk({ open, thread, toWrite, composer }: ThreadPanelProps & { thread: Thread }) {
  const texts = useTexts();
  const { me, workspace } = useWorkspace();
  const { conversation } = open;
  const history = useValue(conversation.history);
  const outbox = useValue(conversation.outbox);
  const why = cannotWrite(thread.cannotReplyReason, useValue(workspace.settings));
  const [asked, setAsked] = useState<Message | null>(null);
  const isEmpty = history.messages.length === 0 && outbox.length === 0;
  return (
    <>
      {isEmpty ? (
        <Notice icon="chat" title={texts.noMessagesYet}>
          {why ? texts.off.nothingSaid : texts.firstMessage}
        </Notice>
      ) : (
        <MessageList
          key={open.threadId}
          conversation={conversation}
          timeZone={workspace.location.timeZone ?? thread.booking.timeZone}
          ownName={nameOr(me.name, texts.support)}
          extraOf={(message) => <AlertsOf message={message} onAsk={() => setAsked(message)} />}
        />
      )}
      {why ? (
        <NoComposer why={why} />
      ) : (
        <Composer
          key={open.threadId}
          conversation={conversation}
          autoFocus={toWrite}
          control={composer}
        />
      )}
      {asked && <WhyAlerts message={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

/** Customers' messages alert staff, staff's the customer: what happened to that can be asked. */
function AlertsOf({ message, onAsk }: { message: Message; onAsk: () => void }) {
  const texts = useTexts();
  const side = message.senderType === CUSTOMER ? "message-tools-other" : "message-tools-own";
  return (
    <div class={`message-tools ${side}`}>
      <ToolButton icon="bell" label={texts.whyAlert.ask} onClick={onAsk} skipped />
    </div>
  );
}

/** Why nobody can write here; what switches have done, switches can undo. */
function NoComposer({ why }: { why: CannotWrite }) {
  const texts = useTexts();
  const isSwitch = why === "portal-disabled" || why === "messaging-disabled";
  return (
    <div class="composer-off" role="status">
      <Icon name="off" />
      <p>
        <strong>{texts.cannotWrite[why]}</strong> {texts.off.stillReadable}{" "}
        {isSwitch && <SettingsLink />}
      </p>
    </div>
  );
}

function Gone() {
  const texts = useTexts();
  const { workspace } = useWorkspace();
  const href = hrefOf({ page: "inbox", locationId: workspace.location.locationId, threadId: null });
  return (
    <section class="thread" aria-label={texts.conversation}>
      <Notice
        icon="chat"
        title={texts.gone.title}
        actions={
          <a class="button button-small" href={href}>
            {texts.backToList}
          </a>
        }
      >
        {texts.gone.text}
      </Notice>
    </section>
  );
}

function Loading() {
  const texts = useTexts();
  return (
    <div class="thread-loading" role="status" aria-label={texts.loading}>
      <span class="placeholder placeholder-bubble" aria-hidden="true" />
      <span class="placeholder placeholder-bubble placeholder-own" aria-hidden="true" />
      <span class="placeholder placeholder-bubble placeholder-short" aria-hidden="true" />
    </div>
  );
}

/** A booking may have moved, and its thread with it: the address follows. */
function useRightLocation(thread: Thread | null): void {
  const { router } = useDashboard();
  const { workspace, me } = useWorkspace();
  useEffect(() => {
    if (!thread || thread.locationId === workspace.location.locationId) return;
    const { locationId, threadId } = thread;
    const isMine = me.locations.some((location) => location.locationId === locationId);
    if (isMine) router.replace({ page: "inbox", locationId, threadId });
  }, [thread, workspace, me, router]);
}
