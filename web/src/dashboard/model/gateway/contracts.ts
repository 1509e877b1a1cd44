/** What only staff see of the gateway, as `shared/src/booking_chat/contracts/` defines it. */

import type { Timestamp } from "../../../client/gateway/contracts";
import type { DestinationKind } from "./destination-kinds";

export interface Location {
  readonly locationId: string;
  /** null where the login service tells none. */
  readonly name: string | null;
  /** IANA. */
  readonly timeZone: string | null;
}

export type Role = "standard" | "administrator";

export interface Me {
  readonly operatorId: string;
  /** null when the account has none. */
  readonly name: string | null;
  readonly role: Role;
  readonly locations: readonly Location[];
}

/** Which threads the inbox lists. */
export type Filter = "all" | "unread";

/** Threads with at least one unread customer message; `capped` when there are more. */
export interface UnreadThreads {
  readonly threads: number;
  readonly capped: boolean;
}

export interface Switches {
  readonly portalEnabled: boolean;
  readonly supportMessaging: boolean;
}

export interface Settings extends Switches {
  readonly locationId: string;
  readonly canMessage: boolean;
  readonly version: number;
}

/** One line of the switches' history. */
export interface SwitchesChange {
  readonly version: number;
  readonly changedAt: Timestamp;
  readonly changedBy: { readonly operatorId: string; readonly name: string | null };
  readonly from: Switches;
  readonly to: Switches;
}

export const SUBSCRIPTIONS = ["customer_message_received", "chat_message_created"] as const;
export type Subscription = (typeof SUBSCRIPTIONS)[number];
export type PauseReason = "by-hand" | "gone" | "failing" | "unsubscribed";

export interface ActingOperator {
  readonly operatorId: string;
  readonly name: string | null;
  readonly email: string | null;
}

export interface Destination {
  readonly id: string;
  readonly kind: DestinationKind;
  readonly name: string;
  readonly url: string | null;
  readonly address: string | null;
  readonly events: readonly Subscription[];
  readonly verified: boolean;
  readonly paused: boolean;
  readonly pauseReason: PauseReason | null;
  readonly failingSince: Timestamp | null;
  readonly oldSecretValidUntil: Timestamp | null;
  readonly version: number;
}

/** `secret` is a webhook's, in this one answer only. */
export interface CreatedDestination extends Destination {
  readonly secret: string | null;
}

export interface NewDestination {
  readonly kind: DestinationKind;
  readonly name: string;
  readonly url?: string;
  readonly address?: string;
  readonly events: readonly Subscription[];
}

/** What is left out stays as it is. */
export interface DestinationChange {
  readonly name?: string;
  readonly url?: string;
  readonly address?: string;
  readonly events?: readonly Subscription[];
  readonly paused?: boolean;
}

export interface RotatedSecret {
  readonly secret: string;
  readonly oldSecretValidUntil: Timestamp;
}

export interface TestResult {
  readonly delivered: boolean;
  readonly status: number | null;
  readonly answer: string | null;
  readonly error: string | null;
  readonly milliseconds: number;
}

export const DELIVERY_STATES = ["waiting", "sent", "failed", "dropped"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type Audience = "staff" | "customer";

/** What is told. */
export type NoticeKind =
  | "customer_message_received"
  | "customer_messages_summed_up"
  | "chat_message_created"
  | "customer_has_reply"
  | "destination_paused"
  | "destination_verification"
  | "destination_test";

/** Why a delivery waits, or was dropped. */
export type DeliveryReason =
  | "quiet-period"
  | "quiet-hours"
  | "unread-wait"
  | "read-before-send"
  | "paused"
  | "rate-limited"
  | "no-destination"
  | "unverified"
  | "destination-deleted"
  | "customer-emails-off"
  | "portal-disabled"
  | "no-address"
  | "unsubscribed"
  | "too-old";

export interface Delivery {
  readonly id: string;
  readonly audience: Audience;
  readonly notice: NoticeKind;
  readonly destinationId: string | null;
  readonly destinationName: string | null;
  readonly kind: DestinationKind | null;
  readonly threadId: string | null;
  readonly messageId: string | null;
  readonly messages: readonly {
    readonly messageId: string;
    readonly reason: DeliveryReason | null;
  }[];
  readonly customerName: string | null;
  readonly confirmationCode: string | null;
  readonly state: DeliveryState;
  readonly reason: DeliveryReason | null;
  readonly attempts: number;
  readonly nextAttemptAt: Timestamp | null;
  readonly lastAnswer: {
    readonly at: Timestamp;
    readonly status: number | null;
    readonly text: string | null;
    readonly error: string | null;
    readonly milliseconds: number;
  } | null;
  readonly createdAt: Timestamp;
  readonly sentAt: Timestamp | null;
}

/** What a message came to at one destination; `text` is a sentence for a person. */
export interface Explanation {
  readonly destinationId: string | null;
  readonly destinationName: string | null;
  readonly text: string;
  readonly delivery: Delivery | null;
}

export interface MessageExplanation {
  readonly messageId: string;
  readonly explanations: readonly Explanation[];
}

export interface QuietHours {
  /** `HH:MM`. */
  readonly start: string;
  readonly end: string;
}

export interface AlertPolicy {
  readonly quietPeriodSeconds: number;
  /** null for any number. */
  readonly dailyLimit: number | null;
  readonly timeZone: string;
  readonly quietHours: QuietHours | null;
  readonly customerEmails: boolean;
  readonly senderName: string | null;
}

/** `version` is 0 while nobody has changed the defaults. */
export interface AlertPolicyView extends AlertPolicy {
  readonly version: number;
}

export type AlertChangeKind =
  | "destination-created"
  | "destination-changed"
  | "destination-paused"
  | "destination-resumed"
  | "destination-verified"
  | "destination-deleted"
  | "secret-rotated"
  | "policy-changed";

/** `before` and `after` hold the fields that changed. */
export interface AlertChange {
  readonly id: string;
  readonly what: AlertChangeKind;
  readonly destinationName: string | null;
  readonly changedAt: Timestamp;
  /** null for the notifier itself, and for who followed a link. */
  readonly changedBy: ActingOperator | null;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}
