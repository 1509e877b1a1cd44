/** What the client needs of the world, handed to it so that tests can stand in for it. */

/** Milliseconds since 1970. */
export type Clock = () => number;

/** A UUID that nobody had before. */
export type NewId = () => string;

/** A number from 0 up to, but not including, 1. */
export type Random = () => number;

/** Runs something after a while, in milliseconds; calling the answer forgets it. */
export type Later = (milliseconds: number, run: () => void) => () => void;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Text under names, as the browser keeps it between visits. */
export interface Store {
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
  names(): string[];
}

export interface World {
  now: Clock;
  newId: NewId;
  random: Random;
  later: Later;
  fetch: Fetch;
  store: Store;
}
