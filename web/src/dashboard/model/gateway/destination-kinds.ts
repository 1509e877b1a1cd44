/** What differs between the kinds of destinations. A new kind is one entry here. Pure. */

import type { DestinationKind } from "./operator.generated";

export type { DestinationKind };

interface Traits<Icon> {
  /** Its picture; names one of the dashboard's icons. */
  readonly icon: Icon;
  /** The field of the request that holds where alerts go. */
  readonly addressField: "url" | "address";
  /** The address is a secret: the gateway shows its end only, so it is typed again or left as it is. */
  readonly hasSecretAddress: boolean;
  /** It is read by programs: it chooses its events and has a signing secret. */
  readonly isForPrograms: boolean;
}

/** In the order in which they are offered. */
const TRAITS = {
  email: { icon: "mail", addressField: "address", hasSecretAddress: false, isForPrograms: false },
  chat: { icon: "hash", addressField: "url", hasSecretAddress: true, isForPrograms: false },
  webhook: { icon: "webhook", addressField: "url", hasSecretAddress: false, isForPrograms: true },
} as const satisfies Record<DestinationKind, Traits<string>>;

/** A newer gateway may send a kind that this build does not know: it can be seen, paused and deleted. */
const UNKNOWN = {
  icon: "bell",
  addressField: "url",
  hasSecretAddress: true,
  isForPrograms: false,
} as const;

type KnownIcon = (typeof TRAITS)[DestinationKind]["icon"] | (typeof UNKNOWN)["icon"];

export const DESTINATION_KINDS = Object.keys(TRAITS) as readonly DestinationKind[];

export function traitsOf(kind: DestinationKind): Traits<KnownIcon> {
  return TRAITS[kind] ?? UNKNOWN;
}
