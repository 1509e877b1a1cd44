/** What differs between the kinds of destinations. A new kind is one entry here. */

import type { GlyphName } from "../../../kit/components/icons";
import type { DestinationKind } from "../../../model/gateway/contracts";

interface KindTraits {
  readonly icon: GlyphName;
  /** The field of the request that holds where alerts go. */
  readonly addressField: "url" | "address";
  /** The address is a secret: the gateway shows its end only, so it is typed again or left as it is. */
  readonly hasSecretAddress: boolean;
  /** It is read by programs: it chooses its events and has a signing secret. */
  readonly isForPrograms: boolean;
}

/** In the order in which they are offered. */
const TRAITS: Readonly<Record<DestinationKind, KindTraits>> = {
  email: { icon: "mail", addressField: "address", hasSecretAddress: false, isForPrograms: false },
  chat: { icon: "hash", addressField: "url", hasSecretAddress: true, isForPrograms: false },
  webhook: { icon: "webhook", addressField: "url", hasSecretAddress: false, isForPrograms: true },
};

export const DESTINATION_KINDS = Object.keys(TRAITS) as readonly DestinationKind[];

/** A newer gateway may send a kind that this build does not know: it can be seen, paused and deleted. */
const UNKNOWN: KindTraits = {
  icon: "bell",
  addressField: "url",
  hasSecretAddress: true,
  isForPrograms: false,
};

export function traitsOf(kind: DestinationKind): KindTraits {
  return TRAITS[kind] ?? UNKNOWN;
}
