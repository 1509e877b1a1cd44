/** Conversations, the open one, and its booking beside it; on a narrow screen one at a time. */

import { useRef, useState } from "preact/hooks";
import type { Thread } from "../../../client/gateway/contracts";
import { asRequestFailure, type RequestFailure } from "../../../client/gateway/problems";
import { lastSeq } from "../../../client/messaging/history";
import type { ComposerControl } from "../../../conversation/components/Composer";
import { Boundary } from "../../../design/Boundary";
import { Notice } from "../../../design/components";
import { useValue } from "../../../design/use-value";
import { useDashboard, useWorkspace } from "../../kit/hooks/context";
import { useTexts } from "../../kit/hooks/texts";
import { useKeys } from "../../kit/hooks/use-keys";
import type { OpenThread } from "../../model/thread/open-thread";
import { Details } from "../thread/Details";
import { ThreadPanel, type ThreadPanelProps } from "../thread/ThreadPanel";
import { ListPanel } from "./ListPanel";

/** From this width on the booking stands beside the thread unless it is put away. */
const WIDE = "(min-width: 80rem)";

export function InboxPage() {
  const texts = useTexts();
  const { workspace } = useWorkspace();
  const open = useValue(workspace.open);
  const search = useRef<HTMLInputElement>(null);
  const composer = useRef<ComposerControl>(null);
  const [toWrite, setToWrite] = useState(false);
  const [detailsShown, setDetailsShown] = useState(() => matchMedia(WIDE).matches);
  const go = useGoing();
  const mark = useMarking(open, () => go.to(null));

  useKeys({
    "next-thread": () => go.by(1),
    "previous-thread": () => go.by(-1),
    search: () => search.current?.select(),
    "mark-read": () => void mark.read(),
    "mark-unread": () => void mark.unread(),
    back: () => go.back(detailsShown, () => setDetailsShown(false)),
  });

  return (
    <main class={open ? "inbox inbox-open" : "inbox"}>
      <ListPanel
        openId={open?.threadId ?? null}
        searchField={search}
        onOpen={(thread, isToWrite) => {
          setToWrite(isToWrite);
          // A thread that is open already is gone on with.
          if (thread.threadId === open?.threadId && isToWrite) composer.current?.focus();
          else go.to(thread);
        }}
      />
      {open ? (
        <Beside
          open={open}
          toWrite={toWrite}
          composer={composer}
          detailsShown={detailsShown}
          onDetails={() => setDetailsShown(!detailsShown)}
          onUnread={() => void mark.unread()}
        />
      ) : (
        <div class="beside beside-none">
          <Notice icon="chat" title={texts.noneOpen.title}>
            {texts.noneOpen.text} <kbd>J</kbd> <kbd>K</kbd>
          </Notice>
        </div>
      )}
    </main>
  );
}

/** The open thread, and its booking as soon as it is known. */
function Beside(props: ThreadPanelProps) {
  const { open, detailsShown, onDetails } = props;
  const thread = useValue(open.thread);
  const state = useValue(open.state);
  const details = detailsShown && state !== "gone" ? thread : null;
  return (
    <div class={details ? "beside beside-details" : "beside"}>
      <Boundary of={thread} instead={<NotShown />}>
        <ThreadPanel key={open.threadId} {...props} />
      </Boundary>
      {details && <Details thread={details} onClose={onDetails} />}
    </div>
  );
}

function NotShown() {
  const texts = useTexts();
  return (
    <section class="thread">
      <Notice icon="alert" title={texts.cannotShow.part} />
    </section>
  );
}

/** The ways from one thread to another. */
function useGoing() {
  const { router } = useDashboard();
  const { workspace } = useWorkspace();
  const { locationId } = workspace.location;
  const to = (thread: Thread | null) =>
    router.go({ page: "inbox", locationId, threadId: thread?.threadId ?? null });
  const by = (step: number) => {
    const { threads } = workspace.inbox.current.peek().list.peek();
    const openId = workspace.open.peek()?.threadId;
    const at = threads.findIndex((thread) => thread.threadId === openId);
    const next = at < 0 ? threads[0] : threads[at + step];
    if (next) to(next);
  };
  const back = (detailsShown: boolean, hideDetails: () => void) => {
    const list = document.querySelector<HTMLElement>(".thread-rows");
    const isNarrow = list !== null && list.offsetParent === null;
    if (detailsShown && isNarrow) hideDetails();
    else if (list && !isNarrow && document.activeElement !== list) list.focus();
    else if (workspace.open.peek()) to(null);
    else if (workspace.inbox.words.peek() !== null) workspace.inbox.search("");
  };
  return { to, by, back };
}

/** Marks the open thread by hand. */
function useMarking(open: OpenThread | null, leave: () => void) {
  const texts = useTexts();
  const dashboard = useDashboard();
  const onFailure = (_: RequestFailure) => dashboard.toasts.show(texts.markFailed, "danger");
  return {
    read: async () => {
      const seq = open ? lastSeq(open.conversation.history.peek()) : 0;
      if (!open || seq === 0) return;
      try {
        await dashboard.thread(open.threadId).markRead(seq);
      } catch (error) {
        onFailure(asRequestFailure(error));
      }
    },
    unread: async () => {
      if (!open) return;
      // What is open is read: to be unread it has to be left.
      leave();
      try {
        await dashboard.thread(open.threadId).markUnread();
      } catch (error) {
        onFailure(asRequestFailure(error));
      }
    },
  };
}
