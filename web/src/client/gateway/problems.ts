/** What can go wrong between a page and its gateway. */

import type { Problem } from "./portal.generated";

/** What is wrong with one field of a request. */
export type FieldError = NonNullable<Problem["errors"]>[number];

/** The gateway answered with a problem (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly status: number,
    /** The stable name: `messaging-disabled` of `/problems/messaging-disabled`. */
    readonly kind: string,
    readonly title: string,
    readonly detail: string,
    /** How long to wait before asking again, in milliseconds, when the gateway says so. */
    readonly retryAfter: number | null = null,
    /** For bad input: what is wrong, field by field. */
    readonly errors: readonly FieldError[] = [],
  ) {
    super(`${status} ${kind}: ${title}`);
  }

  /** Asking the same again may well have another answer. */
  get isTransient(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

/** Nobody answered: no network, no gateway, or an answer that broke off. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

export type RequestFailure = ProblemError | UnreachableError;

/** Anything that was thrown, as a failure; what is neither kind is a bug and is thrown on. */
export function asRequestFailure(error: unknown): RequestFailure {
  if (error instanceof ProblemError || error instanceof UnreachableError) return error;
  throw error;
}

export function isTransient(failure: RequestFailure): boolean {
  return failure instanceof UnreachableError || failure.isTransient;
}

/** `Retry-After` in milliseconds: seconds or a date; null when it is neither. */
export function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(date - now, 0);
}

/** The problem in an answer that is not a success, even where a proxy wrote it. */
export function problemOf(
  status: number,
  body: string,
  retryAfter: string | null,
  now: number,
): ProblemError {
  const said: Untrusted<Problem> = fieldsOf(body);
  return new ProblemError(
    status,
    textOf(said.type)?.split("/").pop() || `http-${status}`,
    textOf(said.title) ?? "",
    textOf(said.detail) ?? "",
    retryAfterOf(retryAfter, now),
    Array.isArray(said.errors) ? (said.errors as FieldError[]) : [],
  );
}

/** A body that says it is one of these; its fields can be anything. */
type Untrusted<Body> = { readonly [Field in keyof Body]?: unknown };

function fieldsOf(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
