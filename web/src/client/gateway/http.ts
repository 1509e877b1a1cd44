/** Requests to the page's own gateway: JSON in, JSON out, failures by name. */

import { type Scope, scopeOf } from "../platform/scope";
import { ProblemError, problemOf, UnreachableError } from "./problems";

/** Longer than a gateway waits for Kafka (5 s) before it says 503. */
const TIMEOUT_MS = 10_000;

export interface Request {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** How long to wait for the answer, in milliseconds, where the usual time is too short. */
  readonly timeout?: number;
  /** It is sent even if the page is closed in the meantime. */
  readonly keepalive?: boolean;
}

export interface Answer<Body> {
  readonly body: Body;
  readonly headers: Headers;
}

/** The requests of a scope. Once it has ended none is answered, and what is only read is given up. */
export class Http {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  async get<Body>(path: string, signal = this.#scope.signal): Promise<Body> {
    return (await this.request<Body>("GET", path, { signal })).body;
  }

  async post<Body>(path: string, body?: unknown): Promise<Body> {
    return (await this.request<Body>("POST", path, { body })).body;
  }

  /** Throws ProblemError for an answer that is not a success, UnreachableError for none. */
  request<Body>(method: string, path: string, request: Request = {}): Promise<Answer<Body>> {
    return this.#scope.held(this.#request<Body>(method, path, request));
  }

  /** An answer that goes on and on, once it has begun well. Throws as `request` does. */
  open(path: string, accept: string, signal: AbortSignal): Promise<Response> {
    return this.#scope.held(
      this.#ask(path, { headers: { Accept: accept }, cache: "no-store", signal }),
    );
  }

  async #request<Body>(method: string, path: string, request: Request): Promise<Answer<Body>> {
    const { body, headers = {}, signal, timeout = TIMEOUT_MS, keepalive = false } = request;
    const asking = scopeOf({ ...this.#scope, signal });
    asking.later(timeout, asking.end);
    const response = await this.#ask(path, {
      method,
      headers:
        body === undefined ? { ...headers } : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? null : JSON.stringify(body),
      signal: asking.signal,
      keepalive,
    });
    const text = await answered(() => response.text());
    asking.end();
    return { body: (text === "" ? null : parsed(text)) as Body, headers: response.headers };
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const response = await answered(() =>
      this.#scope.fetch(path, { credentials: "same-origin", redirect: "error", ...init }),
    );
    if (response.ok) return response;
    const body = await answered(() => response.text());
    throw problemOf(response.status, body, response.headers.get("Retry-After"), this.#scope.now());
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
