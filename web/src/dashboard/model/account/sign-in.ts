/** The way to the login service and back. Pure. */

import type { SignedOut } from "./account";

/** Where to sign in, and come back to what is open now. */
export function signInHref({ pathname, hash }: Pick<Location, "pathname" | "hash">): string {
  return `/auth/login?next=${encodeURIComponent(pathname + hash)}`;
}

/** What went wrong at signing in, as the gateway puts it into the address; null for nothing. */
export function failedSignIn(search: string): SignedOut | null {
  switch (new URLSearchParams(search).get("sign-in")) {
    case "denied":
      return "denied";
    case "incomplete":
      return "incomplete";
    case "unavailable":
      return "unavailable";
    default:
      return null;
  }
}
