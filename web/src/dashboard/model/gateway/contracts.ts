/** What only staff see of the gateway, under the names that the dashboard uses; the types are made. */

import type {
  AlertPolicy as AlertPolicyInput,
  DeliveryState,
  DeliveryView,
  DestinationView,
  Explanation,
  LocationView,
  paths,
  SettingsChangeView,
  SettingsView,
  Subscription,
} from "./operator.generated";

export type {
  AlertChange,
  AlertPolicyView,
  DeliveryReason,
  DeliveryState,
  DestinationChange,
  Explanation,
  Me,
  MessageExplanation,
  NewDestination,
  Role,
  Subscription,
  TestResult,
  UnreadThreads,
  WantedSwitches as Switches,
} from "./operator.generated";

/** What a message came to at one destination, and why. */
export type AlertReason = NonNullable<Explanation["reason"]>;
export type Delivery = DeliveryView;
export type Destination = DestinationView;
export type Location = LocationView;
export type Settings = SettingsView;
/** One line of the switches' history. */
export type SwitchesChange = SettingsChangeView;
/** The whole policy: what the page leaves out of a request would become the default. */
export type AlertPolicy = Required<AlertPolicyInput>;

type ThreadsRoute = paths["/api/locations/{location_id}/threads"]["get"];
type ThreadsQuery = NonNullable<ThreadsRoute["parameters"]["query"]>;
/** Which threads the inbox lists. */
export type Filter = NonNullable<ThreadsQuery["filter"]>;

/** All values of a closed set; one that the gateway adds does not type-check until it is here. */
function all<Value extends string>(values: Readonly<Record<Value, true>>): readonly Value[] {
  return Object.keys(values) as Value[];
}

export const FILTERS = all<Filter>({ all: true, unread: true });

export const SUBSCRIPTIONS = all<Subscription>({
  customer_message_received: true,
  chat_message_created: true,
});

export const DELIVERY_STATES = all<DeliveryState>({
  waiting: true,
  sent: true,
  failed: true,
  dropped: true,
});
