/** Made from docs/contracts/openapi-portal.json by `make contracts`. */

export interface paths {
    readonly "/api/conversation/messages": {
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
        readonly get: operations["messages_api_conversation_messages_get"];
        readonly put?: never;
        /**
         * Post
         * @description Accepted means that Kafka has it for good; sending the same again is safe.
         */
        readonly post: operations["post_api_conversation_messages_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/conversation/read": {
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
         * @description The customer has seen everything up to a message. Works while messaging is off.
         */
        readonly post: operations["read_api_conversation_read_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/conversation": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Conversation
         * @description The booking and its newest 50 messages.
         */
        readonly get: operations["conversation_api_conversation_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/conversation/messages/{client_message_id}": {
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
        readonly get: operations["fate_api_conversation_messages__client_message_id__get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/conversation/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Events
         * @description Live events of the booking and its location's switches; nothing is replayed.
         */
        readonly get: operations["events_api_conversation_events_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/conversation/availability": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Availability
         * @description The location's switches alone, live, also while the portal is off.
         */
        readonly get: operations["availability_api_conversation_availability_get"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/session": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Sign In
         * @description Sets the cookies that stand for this one booking; those of other bookings stay.
         *
         *     With `include=conversation` the answer holds what `GET /api/conversation` would answer,
         *     which saves a page a round trip before its first messages.
         */
        readonly post: operations["sign_in_api_session_post"];
        /**
         * Sign Out
         * @description Ends the session of the booking that `Booking-Id` names; others in the browser stay.
         */
        readonly delete: operations["sign_out_api_session_delete"];
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
        /**
         * @description The customer's view: the newest messages of the one thread, in seq order.
         *
         *     `location` is left out where the location says nothing about itself.
         */
        readonly ConversationView: {
            readonly booking: components["schemas"]["BookingView"];
            readonly thread: components["schemas"]["ThreadView"] | null;
            readonly messages: readonly components["schemas"]["MessageView"][];
            readonly canMessage: boolean;
            readonly cannotMessageReason: ("unknown-booking" | "draft-booking" | "portal-disabled" | "messaging-disabled") | null;
            readonly location?: components["schemas"]["LocationCard"] | null;
        };
        readonly Customer: {
            readonly customerId: string;
            /** @description A longer one is cut. Without visible characters it is empty. */
            readonly name: string;
            readonly email: string | null;
        };
        readonly HTTPValidationError: {
            readonly detail?: readonly components["schemas"]["ValidationError"][];
        };
        /** @description What stands behind the `#` of a customer's link. */
        readonly LinkToken: {
            readonly token: string;
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
        /** @description How customers are shown a location. `contact` has at most three lines. */
        readonly LocationCard: {
            readonly name: string | null;
            readonly logoUrl: string | null;
            readonly colour: string | null;
            readonly contact: readonly string[] | null;
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
        readonly MessageAccepted: {
            readonly messageId: string;
            readonly clientMessageId: string;
            /**
             * @default accepted
             * @constant
             */
            readonly status: "accepted";
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
        readonly NewMessage: {
            readonly clientMessageId: string;
            readonly text: string;
        };
        readonly Page_MessageView_: {
            readonly items: readonly components["schemas"]["MessageView"][];
            readonly nextCursor: string | null;
        };
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
         * @description Which side wrote, on the wire and in the store.
         * @enum {integer}
         */
        readonly SenderType: 0 | 1;
        /** @description `conversation` is left out unless it was asked for, and null where it cannot be read now. */
        readonly SessionView: {
            readonly bookingId: string;
            /** Format: date-time */
            readonly expiresAt: string;
            readonly conversation: components["schemas"]["ConversationView"] | null;
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
        readonly ValidationError: {
            readonly loc: readonly (string | number)[];
            readonly msg: string;
            readonly type: string;
            readonly input?: unknown;
            readonly ctx?: Record<string, never>;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type BookingStatus = components['schemas']['BookingStatus'];
export type BookingView = components['schemas']['BookingView'];
export type BookingWithdrawn = components['schemas']['BookingWithdrawn'];
export type CommandAccepted = components['schemas']['CommandAccepted'];
export type CommandRejected = components['schemas']['CommandRejected'];
export type ConversationView = components['schemas']['ConversationView'];
export type Customer = components['schemas']['Customer'];
export type HttpValidationError = components['schemas']['HTTPValidationError'];
export type LinkToken = components['schemas']['LinkToken'];
export type LiveEvent = components['schemas']['LiveEvent'];
export type LocationCard = components['schemas']['LocationCard'];
export type LocationSettingsChanged = components['schemas']['LocationSettingsChanged'];
export type MessageAccepted = components['schemas']['MessageAccepted'];
export type MessageFate = components['schemas']['MessageFate'];
export type MessagePosted = components['schemas']['MessagePosted'];
export type MessageView = components['schemas']['MessageView'];
export type NewMessage = components['schemas']['NewMessage'];
export type PageMessageView = components['schemas']['Page_MessageView_'];
export type Problem = components['schemas']['Problem'];
export type ReadUpTo = components['schemas']['ReadUpTo'];
export type RejectionReason = components['schemas']['RejectionReason'];
export type SenderType = components['schemas']['SenderType'];
export type SessionView = components['schemas']['SessionView'];
export type ThreadMarkedUnread = components['schemas']['ThreadMarkedUnread'];
export type ThreadOpened = components['schemas']['ThreadOpened'];
export type ThreadRead = components['schemas']['ThreadRead'];
export type ThreadView = components['schemas']['ThreadView'];
export type ValidationError = components['schemas']['ValidationError'];
export type $defs = Record<string, never>;
export interface operations {
    readonly messages_api_conversation_messages_get: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly afterSeq?: number | null;
                readonly beforeSeq?: number | null;
            };
            readonly header?: {
                readonly "Booking-Id"?: string | null;
            };
            readonly path?: never;
            readonly cookie?: {
                readonly booking_chat_session?: string | null;
            };
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
    readonly post_api_conversation_messages_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
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
    readonly read_api_conversation_read_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "Booking-Id"?: string | null;
            };
            readonly path?: never;
            readonly cookie?: {
                readonly booking_chat_session?: string | null;
            };
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
    readonly conversation_api_conversation_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "Booking-Id"?: string | null;
            };
            readonly path?: never;
            readonly cookie?: {
                readonly booking_chat_session?: string | null;
            };
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ConversationView"];
                };
            };
        };
    };
    readonly fate_api_conversation_messages__client_message_id__get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "Booking-Id"?: string | null;
            };
            readonly path: {
                readonly client_message_id: string;
            };
            readonly cookie?: {
                readonly booking_chat_session?: string | null;
            };
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
    readonly events_api_conversation_events_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "Booking-Id"?: string | null;
            };
            readonly path?: never;
            readonly cookie?: {
                readonly booking_chat_session?: string | null;
            };
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
    readonly availability_api_conversation_availability_get: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "Booking-Id"?: string | null;
            };
            readonly path?: never;
            readonly cookie?: {
                readonly booking_chat_session?: string | null;
            };
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
    readonly sign_in_api_session_post: {
        readonly parameters: {
            readonly query?: {
                readonly include?: "conversation" | null;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["LinkToken"];
            };
        };
        readonly responses: {
            /** @description Successful Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SessionView"];
                };
            };
        };
    };
    readonly sign_out_api_session_delete: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "Booking-Id"?: string | null;
            };
            readonly path?: never;
            readonly cookie?: {
                readonly booking_chat_session?: string | null;
            };
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
}
