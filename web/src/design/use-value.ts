import type { ReadonlySignal } from "@preact/signals-core";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";

/** What a signal holds; the component is drawn again whenever that changes. */
export function useValue<T>(source: ReadonlySignal<T>): T {
  const [, redraw] = useReducer((count: number, _: undefined) => count + 1, 0);
  const drawn = useRef<T>(source.peek());
  drawn.current = source.peek();
  useLayoutEffect(
    () =>
      source.subscribe((value) => {
        if (value !== drawn.current) redraw(undefined);
      }),
    [source],
  );
  return drawn.current;
}
