/** Made from docs/contracts/openapi-operator.json by `make contracts`. */

export interface paths {
    readonly "/api/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Me */
        readonly get: operations["me_api_me_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/threads": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Threads
         * @description The inbox, newest message first; with `q`, the search.
         */
        readonly get: operations["threads_api_locations__location_id__threads_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/unread": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Unread */
        readonly get: operations["unread_api_locations__location_id__unread_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/bookings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Bookings
         * @description Bookings by customer name, email or confirmation code.
         */
        readonly get: operations["bookings_api_locations__location_id__bookings_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Events
         * @description Live events of all threads of the location; nothing is replayed.
         */
        readonly get: operations["events_api_locations__location_id__events_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/threads/{thread_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Thread
         * @description The thread with its booking.
         */
        readonly get: operations["thread_api_threads__thread_id__get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/threads/{thread_id}/messages": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Messages
         * @description The next messages after a seq, or the last ones before one, in seq order.
         */
        readonly get: operations["messages_api_threads__thread_id__messages_get"];
        readonly put?: never;
        /**
         * Post
         * @description Accepted means that Kafka has it for good; sending the same again is safe.
         */
        readonly post: operations["post_api_threads__thread_id__messages_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/threads/{thread_id}/messages/{client_message_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Fate
         * @description What became of one message.
         */
        readonly get: operations["fate_api_threads__thread_id__messages__client_message_id__get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/bookings/{booking_id}/thread": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Open Thread
         * @description Opens the conversation of a booking, or finds the one it has.
         */
        readonly post: operations["open_thread_api_bookings__booking_id__thread_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/threads/{thread_id}/read": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Read
         * @description The team has seen everything up to a message. Works while messaging is off.
         */
        readonly post: operations["read_api_threads__thread_id__read_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/threads/{thread_id}/unread": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Unread
         * @description Puts the thread back among the unread ones. Works while messaging is off.
         */
        readonly post: operations["unread_api_threads__thread_id__unread_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/settings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Look
         * @description The switches; their ETag is what a change has to name in If-Match.
         */
        readonly get: operations["look_api_locations__location_id__settings_get"];
        /**
         * Change
         * @description Sets both switches, unless they were changed since the version in If-Match.
         */
        readonly put: operations["change_api_locations__location_id__settings_put"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/settings/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * History
         * @description Every change, newest first: who, when, from what, to what.
         */
        readonly get: operations["history_api_locations__location_id__settings_history_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/destinations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Destinations
         * @description All of them, oldest first.
         */
        readonly get: operations["destinations_api_locations__location_id__alerts_destinations_get"];
        readonly put?: never;
        /**
         * Create
         * @description A webhook's secret is in this answer and in no other. An email address gets a link.
         */
        readonly post: operations["create_api_locations__location_id__alerts_destinations_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/destinations/{destination_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Destination */
        readonly get: operations["destination_api_locations__location_id__alerts_destinations__destination_id__get"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete
         * @description What still waits for it is dropped; what was sent can still be looked up.
         */
        readonly delete: operations["delete_api_locations__location_id__alerts_destinations__destination_id__delete"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change
         * @description Changes the fields that are given; with If-Match, unless somebody else was quicker.
         */
        readonly patch: operations["change_api_locations__location_id__alerts_destinations__destination_id__patch"];
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/destinations/{destination_id}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Test
         * @description Sends a marked sample now and shows the answer. Takes up to 15 s.
         */
        readonly post: operations["test_api_locations__location_id__alerts_destinations__destination_id__test_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/destinations/{destination_id}/rotate-secret": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Rotate Secret
         * @description A webhook's new secret, shown this once; the old one signs beside it for a day.
         */
        readonly post: operations["rotate_secret_api_locations__location_id__alerts_destinations__destination_id__rotate_secret_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/destinations/{destination_id}/send-verification": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send Verification
         * @description Sends the link that verifies an email address once more.
         */
        readonly post: operations["send_verification_api_locations__location_id__alerts_destinations__destination_id__send_verification_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Deliveries
         * @description Newest first; with `messageId`, those that tell of that message, alone or summed up.
         */
        readonly get: operations["deliveries_api_locations__location_id__alerts_deliveries_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/deliveries/{delivery_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Delivery */
        readonly get: operations["delivery_api_locations__location_id__alerts_deliveries__delivery_id__get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/messages/{message_id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Explanation
         * @description Why a message alerted whom it alerted, and why it did not alert the others.
         */
        readonly get: operations["explanation_api_locations__location_id__alerts_messages__message_id__get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/deliveries/{delivery_id}/resend": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Resend
         * @description Makes it due again now, under the same id: who has it already can tell.
         */
        readonly post: operations["resend_api_locations__location_id__alerts_deliveries__delivery_id__resend_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/deliveries/resend-failed": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Resend Failed
         * @description Makes all that failed since then due again now, each under its own id.
         */
        readonly post: operations["resend_failed_api_locations__location_id__alerts_deliveries_resend_failed_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/policy": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Look
         * @description The policy; its ETag is what a change has to name in If-Match.
         */
        readonly get: operations["look_api_locations__location_id__alerts_policy_get"];
        /**
         * Change
         * @description Sets the whole policy, unless it was changed since the version in If-Match.
         */
        readonly put: operations["change_api_locations__location_id__alerts_policy_put"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/locations/{location_id}/alerts/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * History
         * @description Every change of destinations and policy, newest first: who, when, from what, to what.
         */
        readonly get: operations["history_api_locations__location_id__alerts_history_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/alerts/verify/{token}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Verify Page
         * @description A page with one button; nothing happens until somebody presses it.
         */
        readonly get: operations["verify_page_api_alerts_verify__token__get"];
        readonly put?: never;
        /**
         * Verify
         * @description Does what the link says. Once more is the same as once.
         */
        readonly post: operations["verify_api_alerts_verify__token__post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/alerts/unsubscribe/{token}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Unsubscribe Page
         * @description A page with one button; nothing happens until somebody presses it.
         */
        readonly get: operations["unsubscribe_page_api_alerts_unsubscribe__token__get"];
        readonly put?: never;
        /**
         * Unsubscribe
         * @description Does what the link says. Once more is the same as once.
         */
        readonly post: operations["unsubscribe_api_alerts_unsubscribe__token__post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/auth/login": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Begin
         * @description Sends the browser to the login service; afterwards it goes to the path in `next`.
         */
        readonly get: operations["begin_auth_login_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/auth/callback": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * End
         * @description Where the login service sends the browser back to.
         *
         *     When signing in came to nothing, the dashboard learns why from `?sign-in=`.
         */
        readonly get: operations["end_auth_callback_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/auth/logout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Sign Out
         * @description Ends the session in this browser.
         */
        readonly post: operations["sign_out_auth_logout_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description `name` is null when the account has none, `email` when the login service tells none. */
        readonly ActingOperator: {
            readonly operatorId: string;
            readonly name: string | null;
            readonly email: string | null;
        };
        readonly AlertBeingSent: {
            /**
             * @default being-sent
             * @constant
             */
            readonly code: "being-sent";
        };
        /**
         * @description One line of the history of destinations and policy.
         *
         *     `before` and `after` hold the fields that changed, with secrets left out and chat URLs
         *     masked. `changedBy` is null for the notifier itself and for who followed a link.
         */
        readonly AlertChange: {
            readonly id: string;
            /** @enum {string} */
            readonly what: "destination-created" | "destination-changed" | "destination-paused" | "destination-resumed" | "destination-verified" | "destination-deleted" | "secret-rotated" | "policy-changed";
            readonly destinationId: string | null;
            readonly destinationName: string | null;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly changedAt: string;
            readonly changedBy: components["schemas"]["ActingOperator"] | null;
            readonly before: {
                readonly [key: string]: unknown;
            };
            readonly after: {
                readonly [key: string]: unknown;
            };
        };
        readonly AlertDropped: {
            /**
             * @default dropped
             * @constant
             */
            readonly code: "dropped";
            readonly reason: components["schemas"]["DeliveryReason"];
        };
        /**
         * @description `at` and `error` are those of the last attempt.
         *
         *     `nextAttemptAt` is null while it is being retried, and where it was given up.
         */
        readonly AlertFailed: {
            /**
             * @default failed
             * @constant
             */
            readonly code: "failed";
            readonly at: string | null;
            readonly attempts: number;
            readonly error: string | null;
            readonly beingRetried: boolean;
            readonly nextAttemptAt: string | null;
        };
        /**
         * @description The whole policy of a location, as it stands or shall stand; what is left out is default.
         *
         *     `dailyLimit` is how many alerts one destination gets on one day of the time zone, null for
         *     any number; the rest is dropped as `rate-limited`. `senderName` is how emails call the
         *     business, null for a general name. `language` is what the location's staff read, and its
         *     customers whose booking names no language that we have texts in.
         */
        readonly AlertPolicy: {
            /** @default 120 */
            readonly quietPeriodSeconds?: number;
            readonly dailyLimit?: number | null;
            /** @default UTC */
            readonly timeZone?: string;
            readonly quietHours?: components["schemas"]["QuietHours"] | null;
            /** @default true */
            readonly customerEmails?: boolean;
            readonly senderName?: string | null;
            readonly language?: string | null;
        };
        /** @description `version` is 0, who and when are null while nobody has changed the defaults. */
        readonly AlertPolicyView: {
            /** @default 120 */
            readonly quietPeriodSeconds: number;
            readonly dailyLimit: number | null;
            /** @default UTC */
            readonly timeZone: string;
            readonly quietHours: components["schemas"]["QuietHours"] | null;
            /** @default true */
            readonly customerEmails: boolean;
            readonly senderName: string | null;
            readonly language?: string | null;
            readonly locationId: string;
            readonly version: number;
            readonly changedAt: string | null;
            readonly changedBy: components["schemas"]["ActingOperator"] | null;
        };
        /** @description `status` is the HTTP or SMTP status of the answer, null where there was none. */
        readonly AlertSent: {
            /**
             * @default sent
             * @constant
             */
            readonly code: "sent";
            readonly at: string | null;
            readonly attempts: number;
            readonly status: number | null;
            readonly others: number;
        };
        /**
         * @description `waitsFor` is null for its turn alone, `dueAt` null for now.
         *
         *     `others` is how many more messages it sums up.
         */
        readonly AlertWaiting: {
            /**
             * @default waiting
             * @constant
             */
            readonly code: "waiting";
            readonly waitsFor: components["schemas"]["DeliveryReason"] | null;
            readonly dueAt: string | null;
            readonly others: number;
        };
        /** @enum {string} */
        readonly Audience: "staff" | "customer";
        /**
         * @description The statuses that we know. A platform may have others: see `ShownStatus`.
         * @enum {string}
         */
        readonly BookingStatus: "draft" | "pending" | "confirmed" | "canceled" | "complete";
        /** @description A booking as both sides see it. `withdrawn` is left out unless its platform deleted it. */
        readonly BookingView: {
            readonly bookingId: string;
            readonly locationId: string;
            /** @description A longer one is cut. */
            readonly confirmationCode: string;
            readonly status: components["schemas"]["BookingStatus"] | string;
            readonly activityName: string | null;
            readonly startTime: string | null;
            readonly endTime: string | null;
            readonly timeZone: string;
            readonly customer: components["schemas"]["Customer"];
            readonly language?: string | null;
            readonly phone?: string | null;
            readonly partySize?: number | null;
            readonly note?: string | null;
            readonly bookingUrl?: string | null;
            readonly activityId?: string | null;
            readonly withdrawn?: boolean | null;
        };
        /**
         * @description A live event: the platform deleted the booking, or it left the location that is told.
         *
         *     `locationId` is null where the gateway does not know where it was.
         */
        readonly BookingWithdrawn: {
            readonly bookingId: string;
            readonly locationId: string | null;
        };
        /** @description Who made a change, as the history shows it. */
        readonly ChangedBy: {
            readonly operatorId: string;
            readonly name: string | null;
        };
        readonly CommandAccepted: {
            readonly threadId: string;
            /**
             * @default accepted
             * @constant
             */
            readonly status: "accepted";
        };
        /**
         * @description A command had no effect. For its sender alone.
         *
         *     `locationId` is what the command or its booking named, null when neither is known.
         */
        readonly CommandRejected: {
            readonly bookingId: string;
            /** @description A CloudEvents attribute. */
            readonly commandId: string;
            /** @description A CloudEvents attribute. */
            readonly commandType: string;
            readonly reason: components["schemas"]["RejectionReason"];
            readonly threadId: string;
            readonly locationId: string | null;
            readonly senderType: components["schemas"]["SenderType"];
            readonly senderId: string | null;
            readonly messageId: string | null;
            readonly clientMessageId: string | null;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly rejectedAt: string;
        };
        /** @description The answer to a creation. `secret` (`whsec_…`) is a webhook's, shown this once, else null. */
        readonly CreatedDestination: {
            readonly id: string;
            readonly locationId: string;
            readonly kind: components["schemas"]["DestinationKind"];
            readonly name: string;
            readonly url: string | null;
            readonly address: string | null;
            readonly events: readonly components["schemas"]["Subscription"][];
            readonly verified: boolean;
            readonly paused: boolean;
            readonly pauseReason: components["schemas"]["PauseReason"] | null;
            readonly pausedAt: string | null;
            readonly failingSince: string | null;
            readonly oldSecretValidUntil: string | null;
            readonly version: number;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly createdAt: string;
            readonly createdBy: components["schemas"]["ActingOperator"] | null;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly changedAt: string;
            readonly changedBy: components["schemas"]["ActingOperator"] | null;
            readonly secret: string | null;
        };
        readonly Customer: {
            readonly customerId: string;
            /** @description A longer one is cut. Without visible characters it is empty. */
            readonly name: string;
            readonly email: string | null;
        };
        /** @description A message that a delivery tells of, or would have: `reason` says why it was left out. */
        readonly DeliveryMessage: {
            readonly messageId: string;
            readonly seq: number;
            readonly reason: components["schemas"]["DeliveryReason"] | null;
        };
        /**
         * @description Why a delivery waits, or was dropped. Stable: pages show texts by it.
         * @enum {string}
         */
        readonly DeliveryReason: "quiet-period" | "quiet-hours" | "unread-wait" | "read-before-send" | "paused" | "rate-limited" | "no-destination" | "unverified" | "destination-deleted" | "customer-emails-off" | "portal-disabled" | "no-address" | "unsubscribed" | "too-old";
        /** @enum {string} */
        readonly DeliveryState: "waiting" | "sent" | "failed" | "dropped";
        /**
         * @description One alert on its way to one destination.
         *
         *     `id` is also the `webhook-id`, the same at every attempt. `messages` are those that it tells
         *     of, in seq order: several only where it sums up, none for a notice about a destination.
         *     `messageId` and `seq` are those of the newest, null where there is none.
         *     `destinationId`, `destinationName` and `kind` are null where there was no destination;
         *     for the customer `kind` is `email`. `attempts` counts those that were made.
         */
        readonly DeliveryView: {
            readonly id: string;
            readonly locationId: string;
            readonly audience: components["schemas"]["Audience"];
            readonly notice: components["schemas"]["NoticeKind"];
            readonly destinationId: string | null;
            readonly destinationName: string | null;
            readonly kind: components["schemas"]["DestinationKind"] | null;
            readonly bookingId: string | null;
            readonly threadId: string | null;
            readonly messageId: string | null;
            readonly seq: number | null;
            readonly messages: readonly components["schemas"]["DeliveryMessage"][];
            readonly customerName: string | null;
            readonly confirmationCode: string | null;
            readonly state: components["schemas"]["DeliveryState"];
            readonly reason: components["schemas"]["DeliveryReason"] | null;
            readonly attempts: number;
            readonly nextAttemptAt: string | null;
            readonly lastAnswer: components["schemas"]["LastAnswer"] | null;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly createdAt: string;
            readonly sentAt: string | null;
        };
        /**
         * @description Fields that are null or left out stay as they are. The kind never changes.
         *
         *     A new address has to be verified again. `paused` false also resumes a destination that was
         *     paused by the notifier.
         */
        readonly DestinationChange: {
            readonly name?: string | null;
            readonly events?: readonly components["schemas"]["Subscription"][] | null;
            readonly url?: string | null;
            readonly address?: string | null;
            readonly paused?: boolean | null;
        };
        /** @description The destination did not exist yet when the message came. */
        readonly DestinationCreatedLater: {
            /**
             * @default created-later
             * @constant
             */
            readonly code: "created-later";
        };
        /** @enum {string} */
        readonly DestinationKind: "webhook" | "email" | "chat";
        /**
         * @description A destination as administrators see it; its secret is never in it.
         *
         *     `url` is whole for a webhook; for chat, where it is a secret itself, only its host and last
         *     four characters are shown. `verified` is true for webhooks and chat from the start, for email
         *     once its link was followed: until then nothing but that link is sent. `failingSince` is
         *     the first of the failures that no success has followed. Who is null for the notifier itself.
         */
        readonly DestinationView: {
            readonly id: string;
            readonly locationId: string;
            readonly kind: components["schemas"]["DestinationKind"];
            readonly name: string;
            readonly url: string | null;
            readonly address: string | null;
            readonly events: readonly components["schemas"]["Subscription"][];
            readonly verified: boolean;
            readonly paused: boolean;
            readonly pauseReason: components["schemas"]["PauseReason"] | null;
            readonly pausedAt: string | null;
            readonly failingSince: string | null;
            readonly oldSecretValidUntil: string | null;
            readonly version: number;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly createdAt: string;
            readonly createdBy: components["schemas"]["ActingOperator"] | null;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly changedAt: string;
            readonly changedBy: components["schemas"]["ActingOperator"] | null;
        };
        /**
         * @description What a message came to at one destination, and why.
         *
         *     `delivery` is null for a destination that the message was never meant for. `groupedInto`
         *     is the id of the delivery that sums it up with others, null where it stands alone. `text` says
         *     `reason` in English with times of the location's time zone; it is deprecated, and goes with the
         *     next version that breaks contracts.
         */
        readonly Explanation: {
            readonly destinationId: string | null;
            readonly destinationName: string | null;
            /** @deprecated */
            readonly text: string;
            readonly groupedInto: string | null;
            readonly delivery: components["schemas"]["DeliveryView"] | null;
            readonly reason?: components["schemas"]["ReadBeforeSummary"] | components["schemas"]["AlertWaiting"] | components["schemas"]["AlertBeingSent"] | components["schemas"]["AlertSent"] | components["schemas"]["AlertFailed"] | components["schemas"]["AlertDropped"] | components["schemas"]["DestinationCreatedLater"] | components["schemas"]["NotSubscribed"] | null;
        };
        readonly HTTPValidationError: {
            readonly detail?: readonly components["schemas"]["ValidationError"][];
        };
        /**
         * @description What the last attempt brought.
         *
         *     `status` is the HTTP or SMTP status, null when no answer came; `text` the first 1,000
         *     characters of the answer; `error` why it failed, null when it was delivered.
         */
        readonly LastAnswer: {
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly at: string;
            readonly status: number | null;
            readonly text: string | null;
            readonly error: string | null;
            readonly milliseconds: number;
        };
        /** @description One event of a `text/event-stream`: `type` is what its `event` line says, `data` the JSON of its `data` line. */
        readonly LiveEvent: {
            /** @constant */
            readonly type: "ThreadOpened";
            readonly data: components["schemas"]["ThreadOpened"];
        } | {
            /** @constant */
            readonly type: "MessagePosted";
            readonly data: components["schemas"]["MessagePosted"];
        } | {
            /** @constant */
            readonly type: "ThreadRead";
            readonly data: components["schemas"]["ThreadRead"];
        } | {
            /** @constant */
            readonly type: "ThreadMarkedUnread";
            readonly data: components["schemas"]["ThreadMarkedUnread"];
        } | {
            /** @constant */
            readonly type: "CommandRejected";
            readonly data: components["schemas"]["CommandRejected"];
        } | {
            /** @constant */
            readonly type: "LocationSettingsChanged";
            readonly data: components["schemas"]["LocationSettingsChanged"];
        } | {
            /** @constant */
            readonly type: "BookingChanged";
            readonly data: components["schemas"]["BookingView"];
        } | {
            /** @constant */
            readonly type: "BookingWithdrawn";
            readonly data: components["schemas"]["BookingWithdrawn"];
        };
        /**
         * @description A location's switches on `locations.v1`, keyed by location id.
         *
         *     `version` grows by one with each change, so that a reader can tell newer from older.
         *     `name`, `logoUrl`, `colour` and `contact` are how customers are shown the location.
         */
        readonly LocationSettingsChanged: {
            /** @default false */
            readonly portalEnabled: boolean;
            /** @default false */
            readonly supportMessaging: boolean;
            readonly locationId: string;
            readonly version: number;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly changedAt: string;
            /** @default null */
            readonly name?: string | null;
            /** @default null */
            readonly logoUrl?: string | null;
            /** @default null */
            readonly colour?: string | null;
            /** @default null */
            readonly contact?: readonly string[] | null;
        };
        readonly LocationView: {
            readonly locationId: string;
            readonly name: string | null;
            readonly timeZone: string | null;
        };
        readonly Me: {
            readonly operatorId: string;
            readonly name: string | null;
            readonly role: components["schemas"]["Role"];
            readonly locations: readonly components["schemas"]["LocationView"][];
        };
        readonly MessageAccepted: {
            readonly messageId: string;
            readonly clientMessageId: string;
            /**
             * @default accepted
             * @constant
             */
            readonly status: "accepted";
        };
        /** @description Why a message alerted whom it alerted, and why it did not alert the others. */
        readonly MessageExplanation: {
            readonly messageId: string;
            readonly explanations: readonly components["schemas"]["Explanation"][];
        };
        /**
         * @description What became of one message.
         *
         *     `pending` means not decided yet, or never accepted: sending again is safe.
         */
        readonly MessageFate: {
            readonly messageId: string;
            readonly clientMessageId: string;
            /** @enum {string} */
            readonly status: "stored" | "rejected" | "pending";
            readonly seq: number | null;
            readonly reason: components["schemas"]["RejectionReason"] | null;
        };
        /**
         * @description A message has its place in history.
         *
         *     Carries what a workflow system needs to act without asking back: the customer's name and
         *     the confirmation code as they stood when the message was stored.
         */
        readonly MessagePosted: {
            readonly bookingId: string;
            readonly threadId: string;
            readonly locationId: string;
            readonly messageId: string;
            readonly clientMessageId: string;
            readonly seq: number;
            readonly senderType: components["schemas"]["SenderType"];
            /** @description A longer one is cut. */
            readonly senderName: string;
            readonly text: string;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly sentAt: string;
            /** @description A longer one is cut. */
            readonly customerName: string;
            /** @description A longer one is cut. */
            readonly confirmationCode: string;
        };
        readonly MessageView: {
            readonly messageId: string;
            readonly clientMessageId: string;
            readonly threadId: string;
            readonly seq: number;
            readonly senderType: components["schemas"]["SenderType"];
            /** @description A longer one is cut. */
            readonly senderName: string;
            readonly text: string;
            /** Format: date-time */
            readonly sentAt: string;
        };
        /** @description `url` or `address`, whichever the kind has; the other one is left out. */
        readonly NewDestination: {
            readonly kind: components["schemas"]["DestinationKind"];
            readonly name: string;
            /**
             * @default [
             *       "customer_message_received"
             *     ]
             */
            readonly events?: readonly components["schemas"]["Subscription"][];
            readonly url?: string | null;
            readonly address?: string | null;
        };
        readonly NewMessage: {
            readonly clientMessageId: string;
            readonly text: string;
        };
        /** @description The destination did not ask for `event`. Null: it asks for it now, and did not then. */
        readonly NotSubscribed: {
            /**
             * @default not-subscribed
             * @constant
             */
            readonly code: "not-subscribed";
            readonly event: components["schemas"]["Subscription"] | null;
        };
        /**
         * @description What is told. Where a webhook gets it, also the type of its CloudEvent.
         * @enum {string}
         */
        readonly NoticeKind: "customer_message_received" | "customer_messages_summed_up" | "chat_message_created" | "customer_has_reply" | "destination_paused" | "destination_verification" | "destination_test";
        readonly Page_AlertChange_: {
            readonly items: readonly components["schemas"]["AlertChange"][];
            readonly nextCursor: string | null;
        };
        readonly Page_BookingView_: {
            readonly items: readonly components["schemas"]["BookingView"][];
            readonly nextCursor: string | null;
        };
        readonly Page_DeliveryView_: {
            readonly items: readonly components["schemas"]["DeliveryView"][];
            readonly nextCursor: string | null;
        };
        readonly Page_DestinationView_: {
            readonly items: readonly components["schemas"]["DestinationView"][];
            readonly nextCursor: string | null;
        };
        readonly Page_MessageView_: {
            readonly items: readonly components["schemas"]["MessageView"][];
            readonly nextCursor: string | null;
        };
        readonly Page_SettingsChangeView_: {
            readonly items: readonly components["schemas"]["SettingsChangeView"][];
            readonly nextCursor: string | null;
        };
        /** @enum {string} */
        readonly PauseReason: "by-hand" | "gone" | "failing" | "unsubscribed";
        readonly Problem: {
            /** @example /problems/not-found */
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly detail: string | null;
            readonly errors?: readonly {
                readonly field: string;
                readonly message: string;
            }[];
        };
        /**
         * @description Daily from `start` to `end` in the policy's time zone, over midnight where `end` is earlier.
         *
         *     What is due meanwhile waits for their end, and is not sent if it was read by then. They are
         *     staff's: webhooks, which programs read, and customers' emails are not held back.
         */
        readonly QuietHours: {
            readonly start: string;
            readonly end: string;
        };
        /** @description The delivery went out without this message, which had been read by then. */
        readonly ReadBeforeSummary: {
            /**
             * @default read-before-summary
             * @constant
             */
            readonly code: "read-before-summary";
        };
        /** @description Everything up to and including `seq` has been read. */
        readonly ReadUpTo: {
            readonly seq: number;
        };
        /**
         * @description Why a command that was accepted had no effect. Stable: clients show texts by it.
         * @enum {string}
         */
        readonly RejectionReason: "messaging-disabled" | "portal-disabled" | "unknown-booking" | "draft-booking" | "wrong-location" | "unknown-thread" | "forged-sender" | "id-reused";
        /**
         * @description Which deliveries to send again: all that failed since then, to one destination or to all.
         *
         *     Takes both those given up and those still being tried; what was sent is not sent again.
         */
        readonly ResendFailed: {
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly since: string;
            readonly destinationId?: string | null;
        };
        /** @description How many deliveries are due again now. */
        readonly Resent: {
            readonly deliveries: number;
        };
        /** @enum {string} */
        readonly Role: "standard" | "administrator";
        /** @description The answer to a rotation: both secrets sign until `oldSecretValidUntil`, a day later. */
        readonly RotatedSecret: {
            readonly secret: string;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly oldSecretValidUntil: string;
        };
        readonly SearchPage_ThreadView_: {
            readonly items: readonly components["schemas"]["ThreadView"][];
            readonly nextCursor: string | null;
            readonly searchLag: number | null;
        };
        /**
         * @description Which side wrote, on the wire and in the store.
         * @enum {integer}
         */
        readonly SenderType: 0 | 1;
        /** @description One line of the history: the change that led to `version`. */
        readonly SettingsChangeView: {
            readonly version: number;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly changedAt: string;
            readonly changedBy: components["schemas"]["ChangedBy"];
            readonly from: components["schemas"]["Switches"];
            readonly to: components["schemas"]["Switches"];
        };
        readonly SettingsView: {
            readonly locationId: string;
            readonly portalEnabled: boolean;
            readonly supportMessaging: boolean;
            readonly canMessage: boolean;
            readonly version: number;
        };
        /**
         * @description What a destination wants to hear of.
         * @enum {string}
         */
        readonly Subscription: "customer_message_received" | "chat_message_created";
        /** @description The two switches of a location, both off until somebody turns them on. */
        readonly Switches: {
            /** @default false */
            readonly portalEnabled: boolean;
            /** @default false */
            readonly supportMessaging: boolean;
        };
        /**
         * @description What came of a marked sample.
         *
         *     `status` is the HTTP or SMTP status, null when no answer came; `answer` the first 1,000
         *     characters of what was answered; `error` says why it failed, null when it was delivered.
         */
        readonly TestResult: {
            readonly delivered: boolean;
            readonly status: number | null;
            readonly answer: string | null;
            readonly error: string | null;
            readonly milliseconds: number;
        };
        /**
         * @description The operators' read mark as it now stands, after it was moved back.
         *
         *     `readSeq` is 0 when no message counts as read any more.
         */
        readonly ThreadMarkedUnread: {
            readonly bookingId: string;
            readonly threadId: string;
            readonly locationId: string;
            readonly readSeq: number;
            readonly unread: number;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly markedAt: string;
        };
        readonly ThreadOpened: {
            readonly bookingId: string;
            readonly threadId: string;
            readonly locationId: string;
            readonly openedBy: components["schemas"]["SenderType"];
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly openedAt: string;
        };
        /**
         * @description One side's read mark as it now stands: it has read everything up to `readSeq`.
         *
         *     `unread` counts the other side's messages after the mark.
         */
        readonly ThreadRead: {
            readonly bookingId: string;
            readonly threadId: string;
            readonly locationId: string;
            readonly side: components["schemas"]["SenderType"];
            readonly readSeq: number;
            /**
             * Format: date-time
             * @description From 1970-01-01 to 2200-01-01, UTC.
             */
            readonly readAt: string;
            readonly unread: number;
        };
        /**
         * @description Lists are ordered by `lastMessageAt`, or by `openedAt` while there is no message.
         *
         *     `canReply` and `cannotReplyReason` say whether anything can be written in it right now.
         */
        readonly ThreadView: {
            readonly threadId: string;
            readonly bookingId: string;
            readonly locationId: string;
            /** Format: date-time */
            readonly openedAt: string;
            readonly lastSeq: number;
            readonly lastMessageAt: string | null;
            readonly preview: string | null;
            readonly unread: number;
            readonly operatorReadAt: string | null;
            readonly operatorReadSeq: number;
            readonly customerReadAt: string | null;
            readonly customerReadSeq: number;
            readonly booking: components["schemas"]["BookingView"];
            /** @default true */
            readonly canReply: boolean;
            readonly cannotReplyReason: ("unknown-booking" | "draft-booking" | "portal-disabled" | "messaging-disabled") | null;
        };
        /** @description Threads with at least one unread customer message; `capped` when there are more. */
        readonly UnreadThreads: {
            readonly threads: number;
            readonly capped: boolean;
        };
        readonly ValidationError: {
            readonly loc: readonly (string | number)[];
            readonly msg: string;
            readonly type: string;
            readonly input?: unknown;
            readonly ctx?: Record<string, never>;
        };
        /** @description Both switches as they shall be. */
        readonly WantedSwitches: {
            readonly portalEnabled: boolean;
            readonly supportMessaging: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type ActingOperator = components['schemas']['ActingOperator'];
export type AlertBeingSent = components['schemas']['AlertBeingSent'];
export type AlertChange = components['schemas']['AlertChange'];
export type AlertDropped = components['schemas']['AlertDropped'];
export type AlertFailed = components['schemas']['AlertFailed'];
export type AlertPolicy = components['schemas']['AlertPolicy'];
export type AlertPolicyView = components['schemas']['AlertPolicyView'];
export type AlertSent = components['schemas']['AlertSent'];
export type AlertWaiting = components['schemas']['AlertWaiting'];
export type Audience = components['schemas']['Audience'];
export type BookingStatus = components['schemas']['BookingStatus'];
export type BookingView = components['schemas']['BookingView'];
export type BookingWithdrawn = components['schemas']['BookingWithdrawn'];
export type ChangedBy = components['schemas']['ChangedBy'];
export type CommandAccepted = components['schemas']['CommandAccepted'];
export type CommandRejected = components['schemas']['CommandRejected'];
export type CreatedDestination = components['schemas']['CreatedDestination'];
export type Customer = components['schemas']['Customer'];
export type DeliveryMessage = components['schemas']['DeliveryMessage'];
export type DeliveryReason = components['schemas']['DeliveryReason'];
export type DeliveryState = components['schemas']['DeliveryState'];
export type DeliveryView = components['schemas']['DeliveryView'];
export type DestinationChange = components['schemas']['DestinationChange'];
export type DestinationCreatedLater = components['schemas']['DestinationCreatedLater'];
export type DestinationKind = components['schemas']['DestinationKind'];
export type DestinationView = components['schemas']['DestinationView'];
export type Explanation = components['schemas']['Explanation'];
export type HttpValidationError = components['schemas']['HTTPValidationError'];
export type LastAnswer = components['schemas']['LastAnswer'];
export type LiveEvent = components['schemas']['LiveEvent'];
export type LocationSettingsChanged = components['schemas']['LocationSettingsChanged'];
export type LocationView = components['schemas']['LocationView'];
export type Me = components['schemas']['Me'];
export type MessageAccepted = components['schemas']['MessageAccepted'];
export type MessageExplanation = components['schemas']['MessageExplanation'];
export type MessageFate = components['schemas']['MessageFate'];
export type MessagePosted = components['schemas']['MessagePosted'];
export type MessageView = components['schemas']['MessageView'];
export type NewDestination = components['schemas']['NewDestination'];
export type NewMessage = components['schemas']['NewMessage'];
export type NotSubscribed = components['schemas']['NotSubscribed'];
export type NoticeKind = components['schemas']['NoticeKind'];
export type PageAlertChange = components['schemas']['Page_AlertChange_'];
export type PageBookingView = components['schemas']['Page_BookingView_'];
export type PageDeliveryView = components['schemas']['Page_DeliveryView_'];
export type PageDestinationView = components['schemas']['Page_DestinationView_'];
export type PageMessageView = components['schemas']['Page_MessageView_'];
export type PageSettingsChangeView = components['schemas']['Page_SettingsChangeView_'];
export type PauseReason = components['schemas']['PauseReason'];
export type Problem = components['schemas']['Problem'];
export type QuietHours = components['schemas']['QuietHours'];
export type ReadBeforeSummary = components['schemas']['ReadBeforeSummary'];
export type ReadUpTo = components['schemas']['ReadUpTo'];
export type RejectionReason = components['schemas']['RejectionReason'];
export type ResendFailed = components['schemas']['ResendFailed'];
export type Resent = components['schemas']['Resent'];
export type Role = components['schemas']['Role'];
export type RotatedSecret = components['schemas']['RotatedSecret'];
export type SearchPageThreadView = components['schemas']['SearchPage_ThreadView_'];
export type SenderType = components['schemas']['SenderType'];
export type SettingsChangeView = components['schemas']['SettingsChangeView'];
export type SettingsView = components['schemas']['SettingsView'];
export type Subscription = components['schemas']['Subscription'];
export type Switches = components['schemas']['Switches'];
export type TestResult = components['schemas']['TestResult'];
export type ThreadMarkedUnread = components['schemas']['ThreadMarkedUnread'];
export type ThreadOpened = components['schemas']['ThreadOpened'];
export type ThreadRead = components['schemas']['ThreadRead'];
export type ThreadView = components['schemas']['ThreadView'];
export type UnreadThreads = components['schemas']['UnreadThreads'];
export type ValidationError = components['schemas']['ValidationError'];
export type WantedSwitches = components['schemas']['WantedSwitches'];
export type $defs = Record<string, never>;
export interface operations {
    readonly me_api_me_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    readonly threads_api_locations__location_id__threads_get: {
        readonly parameters: {
            readonly query?: {
                readonly filter?: "all" | "unread";
                readonly q?: string | null;
                readonly cursor?: string | null;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SearchPage_ThreadView_"];
                };
            };
        };
    };
    readonly unread_api_locations__location_id__unread_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UnreadThreads"];
                };
            };
        };
    };
    readonly bookings_api_locations__location_id__bookings_get: {
        readonly parameters: {
            readonly query: {
                readonly q: string;
                readonly cursor?: string | null;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Page_BookingView_"];
                };
            };
        };
    };
    readonly events_api_locations__location_id__events_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
        };
    };
    readonly thread_api_threads__thread_id__get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly thread_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ThreadView"];
                };
            };
        };
    };
    readonly messages_api_threads__thread_id__messages_get: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly afterSeq?: number | null;
                readonly beforeSeq?: number | null;
            };
            readonly header?: never;
            readonly path: {
                readonly thread_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Page_MessageView_"];
                };
            };
        };
    };
    readonly post_api_threads__thread_id__messages_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly thread_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewMessage"];
            };
        };
        readonly responses: {
            /** @description Successful Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MessageAccepted"];
                };
            };
        };
    };
    readonly fate_api_threads__thread_id__messages__client_message_id__get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly thread_id: string;
                readonly client_message_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MessageFate"];
                };
            };
        };
    };
    readonly open_thread_api_bookings__booking_id__thread_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly booking_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CommandAccepted"];
                };
            };
        };
    };
    readonly read_api_threads__thread_id__read_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly thread_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReadUpTo"];
            };
        };
        readonly responses: {
            /** @description Successful Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CommandAccepted"];
                };
            };
        };
    };
    readonly unread_api_threads__thread_id__unread_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly thread_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CommandAccepted"];
                };
            };
        };
    };
    readonly look_api_locations__location_id__settings_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SettingsView"];
                };
            };
        };
    };
    readonly change_api_locations__location_id__settings_put: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "if-match"?: string | null;
            };
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WantedSwitches"];
            };
        };
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SettingsView"];
                };
            };
        };
    };
    readonly history_api_locations__location_id__settings_history_get: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string | null;
            };
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Page_SettingsChangeView_"];
                };
            };
        };
    };
    readonly destinations_api_locations__location_id__alerts_destinations_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Page_DestinationView_"];
                };
            };
        };
    };
    readonly create_api_locations__location_id__alerts_destinations_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewDestination"];
            };
        };
        readonly responses: {
            /** @description Successful Response */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedDestination"];
                };
            };
        };
    };
    readonly destination_api_locations__location_id__alerts_destinations__destination_id__get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
                readonly destination_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DestinationView"];
                };
            };
        };
    };
    readonly delete_api_locations__location_id__alerts_destinations__destination_id__delete: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
                readonly destination_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly change_api_locations__location_id__alerts_destinations__destination_id__patch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "if-match"?: string | null;
            };
            readonly path: {
                readonly location_id: string;
                readonly destination_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["DestinationChange"];
            };
        };
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DestinationView"];
                };
            };
        };
    };
    readonly test_api_locations__location_id__alerts_destinations__destination_id__test_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
                readonly destination_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TestResult"];
                };
            };
        };
    };
    readonly rotate_secret_api_locations__location_id__alerts_destinations__destination_id__rotate_secret_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
                readonly destination_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RotatedSecret"];
                };
            };
        };
    };
    readonly send_verification_api_locations__location_id__alerts_destinations__destination_id__send_verification_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
                readonly destination_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly deliveries_api_locations__location_id__alerts_deliveries_get: {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string | null;
                readonly limit?: number;
                readonly destinationId?: string | null;
                readonly state?: components["schemas"]["DeliveryState"] | null;
                readonly messageId?: string | null;
            };
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Page_DeliveryView_"];
                };
            };
        };
    };
    readonly delivery_api_locations__location_id__alerts_deliveries__delivery_id__get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
                readonly delivery_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeliveryView"];
                };
            };
        };
    };
    readonly explanation_api_locations__location_id__alerts_messages__message_id__get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
                readonly message_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MessageExplanation"];
                };
            };
        };
    };
    readonly resend_api_locations__location_id__alerts_deliveries__delivery_id__resend_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
                readonly delivery_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeliveryView"];
                };
            };
        };
    };
    readonly resend_failed_api_locations__location_id__alerts_deliveries_resend_failed_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ResendFailed"];
            };
        };
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Resent"];
                };
            };
        };
    };
    readonly look_api_locations__location_id__alerts_policy_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AlertPolicyView"];
                };
            };
        };
    };
    readonly change_api_locations__location_id__alerts_policy_put: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "if-match"?: string | null;
            };
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["AlertPolicy"];
            };
        };
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AlertPolicyView"];
                };
            };
        };
    };
    readonly history_api_locations__location_id__alerts_history_get: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string | null;
            };
            readonly header?: never;
            readonly path: {
                readonly location_id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Page_AlertChange_"];
                };
            };
        };
    };
    readonly verify_page_api_alerts_verify__token__get: {
        readonly parameters: {
            readonly query?: {
                readonly language?: string | null;
            };
            readonly header?: never;
            readonly path: {
                readonly token: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
        };
    };
    readonly verify_api_alerts_verify__token__post: {
        readonly parameters: {
            readonly query?: {
                readonly language?: string | null;
            };
            readonly header?: never;
            readonly path: {
                readonly token: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
        };
    };
    readonly unsubscribe_page_api_alerts_unsubscribe__token__get: {
        readonly parameters: {
            readonly query?: {
                readonly language?: string | null;
            };
            readonly header?: never;
            readonly path: {
                readonly token: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
        };
    };
    readonly unsubscribe_api_alerts_unsubscribe__token__post: {
        readonly parameters: {
            readonly query?: {
                readonly language?: string | null;
            };
            readonly header?: never;
            readonly path: {
                readonly token: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
        };
    };
    readonly begin_auth_login_get: {
        readonly parameters: {
            readonly query?: {
                readonly next?: string | null;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 303: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": unknown;
                };
            };
        };
    };
    readonly end_auth_callback_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 303: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": unknown;
                };
            };
        };
    };
    readonly sign_out_auth_logout_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
