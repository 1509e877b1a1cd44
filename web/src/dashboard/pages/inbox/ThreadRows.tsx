/**
 * The rows of a list of threads, of which only those near the view are drawn. The list re-orders
 * itself all the time; what the reader looks at stays where it is.
 */

import { useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";
import type { Thread } from "../../../client/gateway/contracts";
import { useNow } from "../../../conversation/hooks/use-now";
import { Button, Spinner } from "../../../design/components";
import { useValue } from "../../../design/use-value";
import { Glyph } from "../../kit/components/icons";
import { useDashboard } from "../../kit/hooks/context";
import { useTexts } from "../../kit/hooks/texts";
import type { LiveList } from "../../model/inbox/live-list";
import { indexOf, type Position, positionOf, type ThreadList } from "../../model/inbox/thread-list";
import { movedBy, type Rows, rowsInView, withMargin } from "./row-window";
import { ThreadRow } from "./ThreadRow";

/** As in the style sheet. */
const ROW_REM = 5;
const MARGIN = 12;

export interface ThreadRowsProps {
  list: LiveList;
  /** The thread that is open; null for none. */
  openId: string | null;
  label: string;
  /** `toWrite`: the reader chose it to work on it, and did not only come by. */
  onOpen: (thread: Thread, toWrite: boolean) => void;
}

export function ThreadRows({ list, openId, label, onOpen }: ThreadRowsProps) {
  const data = useValue(list.list);
  const { threads } = data;
  const view = useRowsView(list, data);
  const [activeId, setActiveId] = useState<string | null>(null);
  const dashboard = useDashboard();
  const now = useNow();

  // The keyboard goes on from the thread that is open.
  const wanted = activeId ?? openId;
  const activeAt = wanted === null ? -1 : threads.findIndex((thread) => thread.threadId === wanted);
  const active = threads[activeAt];
  useBringingIntoView(view.bring, openId, threads);

  const move = (to: number) => {
    const at = Math.min(Math.max(to, 0), threads.length - 1);
    const thread = threads[at];
    if (!thread) return;
    setActiveId(thread.threadId);
    view.bring(at);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(view.inView.end - view.inView.start - 2, 1);
    const steps: Record<string, number> = {
      ArrowDown: activeAt + 1,
      ArrowUp: activeAt < 0 ? 0 : activeAt - 1,
      Home: 0,
      End: threads.length - 1,
      PageDown: activeAt + page,
      PageUp: activeAt - page,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if ((event.key === "Enter" || event.key === " ") && active) onOpen(active, true);
    else return;
    event.preventDefault();
  };

  const isWhole = data.ranges.at(-1)?.state !== "missing";
  const drawn = withMargin(view.inView, MARGIN, threads.length);
  const rows = threads
    .slice(drawn.start, drawn.end)
    .map((thread, i) => ({ thread, at: drawn.start + i }));
  if (active && (activeAt < drawn.start || activeAt >= drawn.end))
    rows.push({ thread: active, at: activeAt });
  return (
    <div class="thread-list">
      {view.newAbove > 0 && <ToTop count={view.newAbove} onClick={view.toTop} />}
      <div class="thread-scroller" ref={view.scroller} onScroll={view.onScroll} data-testid="inbox">
        <div
          class="thread-rows"
          role="listbox"
          aria-label={label}
          aria-activedescendant={active ? rowId(active.threadId) : undefined}
          tabIndex={0}
          style={{ blockSize: `${threads.length * ROW_REM}rem` }}
          onKeyDown={onKey}
        >
          {rows.map(({ thread, at }) => (
            <ThreadRow
              key={thread.threadId}
              thread={thread}
              id={rowId(thread.threadId)}
              index={at}
              length={isWhole ? threads.length : null}
              top={`${at * ROW_REM}rem`}
              now={now}
              isOpen={thread.threadId === openId}
              isActive={thread.threadId === active?.threadId}
              draft={dashboard.drafts(thread.threadId).draft()}
              onOpen={() => {
                setActiveId(null);
                onOpen(thread, false);
              }}
            />
          ))}
        </div>
        <Rest list={list} isWhole={isWhole} />
      </div>
    </div>
  );
}

function rowId(threadId: string): string {
  return `thread-${threadId}`;
}

/** What stands below the last row while there is more, or while it could not be fetched. */
function Rest({ list, isWhole }: { list: LiveList; isWhole: boolean }) {
  const texts = useTexts();
  const failure = useValue(list.failure);
  if (failure !== null) {
    return (
      <div class="thread-rest" role="status">
        <span>{texts.listFailed}</span>
        <Button small onClick={() => list.retry()}>
          {texts.tryAgain}
        </Button>
      </div>
    );
  }
  if (isWhole) return null;
  return (
    <div class="thread-rest">
      <Spinner label={texts.loading} />
    </div>
  );
}

function ToTop({ count, onClick }: { count: number; onClick: () => void }) {
  const texts = useTexts();
  return (
    <button type="button" class="to-top" onClick={onClick}>
      <Glyph name="up" />
      {texts.newAbove(count)}
    </button>
  );
}

/** Where the reader is in the list. */
function useRowsView(list: LiveList, { threads }: ThreadList) {
  const [, redraw] = useReducer((count: number, _: undefined) => count + 1, 0);
  const scroller = useRef<HTMLDivElement>(null);
  const inView = useRef<Rows>({ start: 0, end: 20 });
  const before = useRef(threads);
  /** The first thread that the reader had in view when they were last at the top. */
  const top = useRef<Position | null>(null);

  const look = useRef(() => {});
  look.current = () => {
    const element = scroller.current;
    if (!element) return;
    const rows = rowsInView(element.scrollTop, element.clientHeight, rowHeight(), threads.length);
    list.see(rows.start, Math.max(rows.end - 1, 0));
    const first = threads[0];
    if (element.scrollTop < rowHeight() / 2 && first) top.current = positionOf(first);
    const drawn = inView.current;
    if (rows.start === drawn.start && rows.end === drawn.end) return;
    inView.current = rows;
    redraw(undefined);
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => look.current());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && before.current !== threads && element.scrollTop >= rowHeight() / 2) {
      const moved = movedBy(before.current, threads, inView.current);
      if (moved !== 0) element.scrollTop += moved * rowHeight();
    }
    before.current = threads;
    look.current();
  }, [threads]);

  const newAbove = top.current ? indexOf(threads, top.current) : 0;
  return {
    scroller,
    inView: inView.current,
    newAbove: inView.current.start > 0 ? newAbove : 0,
    onScroll: () => look.current(),
    toTop: () => scroller.current?.scrollTo({ top: 0, behavior: motion() }),
    bring: (index: number) => bringIntoView(scroller.current, index),
  };
}

/** The open thread is in view when it was opened by a key or a link. */
function useBringingIntoView(
  bring: (index: number) => void,
  openId: string | null,
  threads: readonly Thread[],
): void {
  const brought = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (openId === brought.current) return;
    const at = threads.findIndex((thread) => thread.threadId === openId);
    if (openId !== null && at < 0) return;
    brought.current = openId;
    if (at >= 0) bring(at);
  }, [bring, openId, threads]);
}

function bringIntoView(scroller: HTMLElement | null, index: number): void {
  if (!scroller) return;
  const [top, bottom] = [index * rowHeight(), (index + 1) * rowHeight()];
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (bottom > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = bottom - scroller.clientHeight;
  }
}

function rowHeight(): number {
  return ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function motion(): ScrollBehavior {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}
