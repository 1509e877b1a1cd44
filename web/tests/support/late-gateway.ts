/** A network that delivers answers when a test says so, in any order, wanted or not. */

import type { World } from "../../src/client/platform/ports";
import { MemoryStore } from "./world";

/** Something that may happen next. */
export interface Step {
  readonly name: string;
  /** How many requests there had been when it came about: for an answer, when it was asked for. */
  readonly since: number;
  run(): void;
}

/** What a gateway answers to a request at the moment that it is asked. */
export type Answering = (request: string) => Response | "stream";

interface Timer {
  readonly at: number;
  readonly since: number;
  run(): void;
}

/**
 * A world in which requests wait for their answers, streams stay open, and timers run when they are
 * told to. It takes no notice when a request is given up: its answer comes all the same.
 */
export class LateWorld implements World {
  readonly asked: string[] = [];
  readonly store = new MemoryStore();
  readonly #answering: Answering;
  readonly #steps = new Set<Step>();
  readonly #timers = new Set<Timer>();
  readonly #streams: { since: number; send(text: string): void }[] = [];
  #time = Date.UTC(2027, 2, 15, 12);
  #ids = 0;

  constructor(answering: Answering) {
    this.#answering = answering;
  }

  now = () => this.#time;
  newId = () => `id-${++this.#ids}`;
  random = () => 1;

  later = (milliseconds: number, run: () => void) => {
    const timer = { at: this.#time + milliseconds, since: this.asked.length, run };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  };

  fetch = (url: string, { method = "GET" }: RequestInit): Promise<Response> => {
    const request = `${method} ${url.split("?")[0]}`;
    const since = this.asked.push(request) - 1;
    const answer = this.#answering(request);
    return new Promise((resolve, reject) => {
      const come = (name: string, run: () => void) => {
        const step = {
          name: `${request} ${name}`,
          since,
          run: () => {
            for (const each of steps) this.#steps.delete(each);
            run();
          },
        };
        steps.push(step);
        this.#steps.add(step);
      };
      const steps: Step[] = [];
      come("is answered", () => resolve(answer === "stream" ? this.#open(since) : answer));
      come("fails", () => reject(new TypeError("Failed to fetch")));
    });
  };

  /** All that may happen next: an answer or none to each request, and the timer that is due first. */
  steps(): Step[] {
    const [due] = [...this.#timers].sort((one, other) => one.at - other.at);
    return due ? [...this.#steps, this.#passing(due)] : [...this.#steps];
  }

  /** An event comes over each stream that was ever opened, whoever still hears it. */
  hearing(name: string, type: string, data: object): Step[] {
    const text = `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
    return this.#streams.map(({ since, send }) => ({ name, since, run: () => send(text) }));
  }

  #passing(timer: Timer): Step {
    return {
      name: "time passes",
      since: timer.since,
      run: () => {
        this.#timers.delete(timer);
        this.#time = Math.max(this.#time, timer.at);
        timer.run();
      },
    };
  }

  #open(since: number): Response {
    // The browser's own decoding takes tasks of its own; what matters here is when text arrives.
    const texts: string[] = [];
    let wake = () => {};
    this.#streams.push({
      since,
      send: (text) => {
        texts.push(text);
        wake();
      },
    });
    const read = async () => {
      if (texts.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return { done: false, value: texts.shift() };
    };
    const body = { pipeThrough: () => ({ getReader: () => ({ read }) }) };
    return { ok: true, body } as unknown as Response;
  }
}

/** A page in a late world: what may happen to it, and what has to be true after each step. */
export interface Play {
  steps(): Step[];
  check(step: Step, path: readonly string[]): void;
}

/** Plays every order of steps up to a length; how many there were. */
export async function everyOrder(begin: () => Promise<Play>, length: number): Promise<number> {
  const orders: number[][] = [[]];
  let played = 0;
  for (let order = orders.pop(); order; order = orders.pop()) {
    const play = await begin();
    await follow(play, (_, turn) => order[turn] ?? -1);
    played++;
    if (order.length < length) for (const i of play.steps().keys()) orders.push([...order, i]);
  }
  return played;
}

/** Plays one long order; the same `seed` always makes the same. */
export async function someOrder(begin: () => Promise<Play>, seed: number, length: number) {
  let state = seed;
  const pick = (steps: readonly Step[], turn: number) => {
    // A linear congruential generator: good enough to be different each time.
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return turn < length ? Math.floor((state / 2 ** 32) * steps.length) : -1;
  };
  await follow(await begin(), pick);
}

async function follow(
  play: Play,
  pick: (steps: readonly Step[], turn: number) => number,
): Promise<void> {
  const path: string[] = [];
  for (;;) {
    const steps = play.steps();
    const step = steps[pick(steps, path.length)];
    if (!step) return;
    path.push(step.name);
    step.run();
    await atRest();
    play.check(step, path);
  }
}

/** As `settled`, for the longest chain of promises that a page has. */
export async function atRest(): Promise<void> {
  for (let i = 0; i < 80; i++) await Promise.resolve();
}
