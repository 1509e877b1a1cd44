/** Requests to the page's own gateway: JSON in, JSON out, trouble by name. */

import type { Clock, Fetch } from "./ports";
import { ProblemError, problemOf, UnreachableError } from "./problems";

/** Longer than a gateway waits for Kafka (5 s) before it says 503. */
const TIMEOUT_MS = 10_000;

export interface Request {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** How long to wait for the answer, in milliseconds, where the usual time is too short. */
  readonly timeout?: number;
}

export interface Answer<Body> {
  readonly body: Body;
  readonly headers: Headers;
}

export class Http {
  readonly #fetch: Fetch;
  readonly #now: Clock;

  constructor(world: { fetch: Fetch; now: Clock }) {
    this.#fetch = world.fetch;
    this.#now = world.now;
  }

  async get<Body>(path: string, signal?: AbortSignal): Promise<Body> {
    return (await this.request<Body>("GET", path, signal ? { signal } : {})).body;
  }

  async post<Body>(path: string, body?: unknown): Promise<Body> {
    return (await this.request<Body>("POST", path, { body })).body;
  }

  /** Throws ProblemError for an answer that is not a success, UnreachableError for none. */
  async request<Body>(method: string, path: string, request: Request = {}): Promise<Answer<Body>> {
    const { body, headers = {}, signal, timeout = TIMEOUT_MS } = request;
    const patience = AbortSignal.timeout(timeout);
    const response = await this.#ask(path, {
      method,
      headers:
        body === undefined ? { ...headers } : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ? eitherOf(signal, patience) : patience,
    });
    const text = await answered(() => response.text());
    return { body: (text === "" ? null : parsed(text)) as Body, headers: response.headers };
  }

  /** An answer that goes on and on, once it has begun well. Throws as `request` does. */
  async open(path: string, accept: string, signal: AbortSignal): Promise<Response> {
    return this.#ask(path, { headers: { Accept: accept }, cache: "no-store", signal });
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const response = await answered(() =>
      this.#fetch(path, { credentials: "same-origin", redirect: "error", ...init }),
    );
    if (response.ok) return response;
    const body = await answered(() => response.text());
    throw problemOf(response.status, body, response.headers.get("Retry-After"), this.#now());
  }
}

async function answered<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new UnreachableError("no answer", { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError(502, "not-json", "The answer could not be read.", "");
  }
}

/** `AbortSignal.any`, which is younger than some browsers that we serve. */
function eitherOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const signal of [one, other]) {
    if (signal.aborted) both.abort();
    signal.addEventListener("abort", () => both.abort(), { once: true });
  }
  return both.signal;
}
