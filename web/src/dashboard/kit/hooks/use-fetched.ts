import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { Page } from "../../../client/gateway/contracts";
import { asRequestFailure, type RequestFailure } from "../../../client/gateway/problems";
import { useDashboard } from "./context";

export interface Fetched<T> {
  /** What was fetched last; null until something was. It stays while it is fetched again. */
  readonly value: T | null;
  /** Why it could not be fetched the last time. */
  readonly failure: RequestFailure | null;
  reload(): void;
  /** Puts in something newer. */
  put(value: T): void;
}

/** Fetches something whenever what it depends on has changed. */
export function useFetched<T>(
  fetch: () => Promise<T>,
  dependencies: readonly unknown[],
): Fetched<T> {
  const dashboard = useDashboard();
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState<RequestFailure | null>(null);
  const [round, reload] = useReducer((count: number, _: undefined) => count + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller says what the fetch depends on
  useEffect(() => {
    const scope = dashboard.scope();
    const take = scope.bound((fetched: T) => {
      setValue(() => fetched);
      setFailure(null);
    });
    fetch().then(
      take,
      scope.bound((error: unknown) => setFailure(asRequestFailure(error))),
    );
    return scope.end;
  }, [...dependencies, round]);
  return { value, failure, reload: () => reload(undefined), put: (next) => setValue(() => next) };
}

export interface Pages<T> {
  /** What was fetched so far; null until something was. */
  readonly items: readonly T[] | null;
  readonly failure: RequestFailure | null;
  readonly hasMore: boolean;
  more(): void;
  /** Begins again; what is here stays until then. */
  reload(): void;
}

/** Fetches a list page by page; it begins again when what it depends on has changed. */
export function usePages<T>(
  fetch: (cursor: string | null) => Promise<Page<T>>,
  dependencies: readonly unknown[],
): Pages<T> {
  const [later, setLater] = useState<{ items: readonly T[]; cursor: string | null } | null>(null);
  const [moreFailure, setMoreFailure] = useState<RequestFailure | null>(null);
  const latest = useRef<object | null>(null);
  const first = useFetched(async () => {
    const page = await fetch(null);
    setLater(null);
    setMoreFailure(null);
    return page;
  }, dependencies);
  latest.current = first.value;
  const cursor = later ? later.cursor : (first.value?.nextCursor ?? null);

  const more = async () => {
    const begun = first.value;
    try {
      const page = await fetch(cursor);
      // The list may have begun again in the meantime.
      if (latest.current !== begun) return;
      setLater({ items: [...(later?.items ?? []), ...page.items], cursor: page.nextCursor });
      setMoreFailure(null);
    } catch (error) {
      setMoreFailure(asRequestFailure(error));
    }
  };
  return {
    items: first.value && [...first.value.items, ...(later?.items ?? [])],
    failure: first.failure ?? moreFailure,
    hasMore: cursor !== null,
    more: () => void more(),
    reload: first.reload,
  };
}
