/**
 * A long list that is read from its end: only what is near the view is drawn, and the reader's
 * place is kept whatever comes and goes above or below it.
 *
 * The scroller lays out in reverse, so that a browser measures its position from the end. What is
 * added above moves nothing then, and whoever is at the end stays there, without any help of ours.
 */

import type { ComponentChildren, Ref } from "preact";
import { useEffect, useImperativeHandle, useLayoutEffect, useReducer, useRef } from "preact/hooks";
import { covers, type Span, spanOf } from "../model/window";

/** Nearer to the end than this counts as being there. */
const AT_END_PX = 24;
/** Room between a revealed row and the edge. */
const REVEAL_PX = 16;

export interface ListControl {
  toEnd(smoothly: boolean): void;
}

export interface ListRow {
  readonly key: string;
  /** Whether it stays with its neighbours, as a message does and a day's heading does not. */
  readonly steady: boolean;
}

interface WindowedListProps<Row extends ListRow> {
  rows: readonly Row[];
  /** A guess at a row's height in pixels until it has been drawn. */
  estimate: (row: Row) => number;
  draw: (row: Row) => ComponentChildren;
  attributes: (row: Row) => Record<string, string | number | undefined>;
  /** Stands above the first row. */
  before: ComponentChildren;
  label: string;
  /** Brought into view when the list appears. */
  revealed: string | null;
  onNearStart: () => void;
  onAtEnd: (atEnd: boolean) => void;
  control: Ref<ListControl>;
}

export function WindowedList<Row extends ListRow>(props: WindowedListProps<Row>) {
  const { rows, draw, attributes, before, label } = props;
  const list = useListWindow(props);
  return (
    <section
      class="scroller"
      ref={list.scroller}
      onScroll={list.onScroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      aria-label={label}
    >
      <div class="scrolled">
        {before}
        <div style={{ blockSize: `${list.span.above}px` }} />
        <ol ref={list.rows}>
          {rows.slice(list.span.start, list.span.end).map((row) => (
            <li
              key={row.key}
              data-key={row.key}
              data-steady={row.steady || undefined}
              {...attributes(row)}
            >
              {draw(row)}
            </li>
          ))}
        </ol>
        <div style={{ blockSize: `${list.span.below}px` }} />
      </div>
    </section>
  );
}

/** A row and where it stood in the view, at a scroll position. */
interface Anchor {
  readonly key: string;
  readonly top: number;
  readonly scrollTop: number;
}

function useListWindow<Row extends ListRow>(props: WindowedListProps<Row>) {
  const { rows, estimate, revealed, onNearStart, onAtEnd, control } = props;
  const [, redraw] = useReducer((count: number, _: undefined) => count + 1, 0);
  const scroller = useRef<HTMLElement>(null);
  const drawnRows = useRef<HTMLOListElement>(null);
  const measured = useRef(new Map<string, number>());
  const anchor = useRef<Anchor | null>(null);
  const atEnd = useRef(true);
  const toReveal = useRef(revealed);
  const view = useRef({ fromEnd: 0, height: 800, width: 0 });
  /** What is in view is drawn first, and more of it after that was seen. */
  const isFirst = useRef(true);
  useEffect(() => {
    isFirst.current = false;
    redraw(undefined);
  }, []);

  const heights = rows.map((row) => measured.current.get(row.key) ?? estimate(row));
  const span = spanOf(
    heights,
    view.current.fromEnd,
    view.current.height,
    marginOf(view.current.height, isFirst.current ? 0.25 : 1.5),
  );
  const drawn = useRef<{ span: Span; heights: readonly number[] }>({ span, heights });
  drawn.current = { span, heights };

  const look = useRef(() => {});
  look.current = () => {
    const element = scroller.current;
    if (!element) return;
    view.current.fromEnd = -element.scrollTop;
    view.current.height = element.clientHeight;
    const isAtEnd = view.current.fromEnd <= AT_END_PX;
    if (isAtEnd !== atEnd.current) {
      atEnd.current = isAtEnd;
      onAtEnd(isAtEnd);
    }
    anchor.current = isAtEnd ? null : anchorIn(element, drawnRows.current);
    const { fromEnd, height } = view.current;
    const margin = marginOf(height, isFirst.current ? 0 : 1);
    const needed = spanOf(drawn.current.heights, fromEnd, height, margin);
    if (!covers(drawn.current.span, needed)) redraw(undefined);
    if (needed.start === 0) onNearStart();
  };

  useImperativeHandle(control, () => ({
    toEnd: (smoothly) => {
      anchor.current = null;
      // Rows that are drawn on the way correct the position, which ends a smooth scroll: from far off, jump.
      const { fromEnd, height } = view.current;
      const isNear = fromEnd <= marginOf(height, 1);
      scroller.current?.scrollTo({ top: 0, behavior: smoothly && isNear ? "smooth" : "instant" });
    },
  }));

  useMeasuring(
    scroller,
    drawnRows,
    (sizes) => {
      for (const { key, height } of sizes) measured.current.set(key, height);
      hold(scroller.current, drawnRows.current, anchor.current);
      look.current();
    },
    (width) => {
      // Other line breaks, other heights: what was measured holds no longer.
      if (view.current.width !== 0 && view.current.width !== width) measured.current.clear();
      view.current.width = width;
      look.current();
    },
  );

  useLayoutEffect(() => {
    hold(scroller.current, drawnRows.current, anchor.current);
    if (toReveal.current !== null) {
      const index = rows.findIndex((row) => row.key === toReveal.current);
      // What has not been fetched cannot be shown, and the reader is not to be held for it.
      if (
        index < 0 ||
        reveal(scroller.current, drawnRows.current, toReveal.current, heights.slice(index))
      ) {
        toReveal.current = null;
      }
    }
    look.current();
  });

  return { scroller, rows: drawnRows, span, onScroll: () => look.current() };
}

/** How far beyond the view rows are drawn, so that a quick thumb does not see the edge. */
function marginOf(viewport: number, times: number): number {
  return Math.max(viewport, 500) * times;
}

/** The first steady row in view. */
function anchorIn(scroller: HTMLElement, rows: HTMLElement | null): Anchor | null {
  const edge = scroller.getBoundingClientRect().top;
  for (const row of rows?.children ?? []) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom <= edge || !(row instanceof HTMLElement) || row.dataset.steady === undefined)
      continue;
    return { key: row.dataset.key ?? "", top: top - edge, scrollTop: scroller.scrollTop };
  }
  return null;
}

/** Scrolls so that the anchor stands where it stood, but for what the reader has scrolled since. */
function hold(scroller: HTMLElement | null, rows: HTMLElement | null, anchor: Anchor | null): void {
  const row = anchor && rowOf(rows, anchor.key);
  if (!scroller || !row) return;
  const top = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  const wanted = anchor.top - (scroller.scrollTop - anchor.scrollTop);
  if (Math.abs(top - wanted) >= 1) scroller.scrollTop += top - wanted;
}

/** Brings a row to the upper edge unless it is in view; false when it has to be drawn first. */
function reveal(
  scroller: HTMLElement | null,
  rows: HTMLElement | null,
  key: string,
  heightsFromThere: readonly number[],
): boolean {
  if (!scroller) return false;
  const row = rowOf(rows, key);
  if (!row) {
    const toEnd = heightsFromThere.reduce((sum, height) => sum + height, 0);
    scroller.scrollTop = -Math.max(toEnd - scroller.clientHeight, 0);
    return false;
  }
  const top = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  if (top < REVEAL_PX) scroller.scrollTop += top - REVEAL_PX;
  return true;
}

function rowOf(rows: HTMLElement | null, key: string): HTMLElement | null {
  return rows?.querySelector<HTMLElement>(`:scope > [data-key="${CSS.escape(key)}"]`) ?? null;
}

interface Size {
  readonly key: string;
  readonly height: number;
}

/** Reports the heights of drawn rows, and the width of the list, whenever they change. */
function useMeasuring(
  scroller: { current: HTMLElement | null },
  rows: { current: HTMLElement | null },
  onSizes: (sizes: readonly Size[]) => void,
  onWidth: (width: number) => void,
): void {
  const handlers = useRef({ onSizes, onWidth });
  handlers.current = { onSizes, onWidth };
  const observer = useRef<ResizeObserver | null>(null);
  const observed = useRef(new WeakSet<Element>());

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    observer.current = new ResizeObserver((entries) => {
      const sizes: Size[] = [];
      for (const { target, borderBoxSize } of entries) {
        const height = borderBoxSize[0]?.blockSize ?? 0;
        if (target === element) handlers.current.onWidth(element.clientWidth);
        else if (!target.isConnected) observer.current?.unobserve(target);
        else sizes.push({ key: (target as HTMLElement).dataset.key ?? "", height });
      }
      if (sizes.length > 0) handlers.current.onSizes(sizes);
    });
    observer.current.observe(element);
    return () => observer.current?.disconnect();
  }, [scroller]);

  useLayoutEffect(() => {
    for (const row of rows.current?.children ?? []) {
      if (observed.current.has(row)) continue;
      observed.current.add(row);
      observer.current?.observe(row);
    }
  });
}
