import { expect, test } from "vitest";
import type { Booking, CannotWrite } from "../../src/client/gateway/contracts";
import { Visit } from "../../src/portal/visit";
import {
  atRest,
  everyOrder,
  LateWorld,
  type Play,
  type Step,
  someOrder,
} from "../support/late-gateway";
import { BOOKING } from "../support/threads";

interface Truth {
  readonly booking: Booking;
  readonly reason: CannotWrite | null;
}

const NEWS: readonly { readonly type: string; readonly truth: Truth }[] = [
  { type: "BookingChanged", truth: { booking: { ...BOOKING, status: "canceled" }, reason: null } },
  {
    type: "BookingWithdrawn",
    truth: {
      booking: { ...BOOKING, status: "canceled", withdrawn: true },
      reason: "unknown-booking",
    },
  },
  {
    type: "BookingChanged",
    truth: { booking: { ...BOOKING, activityName: "Sunrise sail" }, reason: null },
  },
];

/** A customer whose booking changes while answers and news are on their way, in any order. */
class Customer implements Play {
  readonly world = new LateWorld((request) => this.#answer(request));
  readonly visit = new Visit(this.world, () => {});
  #truth: Truth = { booking: BOOKING, reason: null };
  #changed = 0;
  #heard = 0;

  steps(): Step[] {
    const steps = this.world.steps().filter(({ name }) => name.endsWith("is answered"));
    const next = NEWS[this.#changed];
    if (next) {
      const run = () => {
        this.#truth = next.truth;
        this.#changed++;
      };
      steps.push({ name: "the booking changes", since: 0, run });
    }
    if (this.#heard < this.#changed) steps.push({ name: "it is heard", since: 0, run: this.#hear });
    return steps;
  }

  check(_: Step, path: readonly string[]): void {
    const state = this.visit.state.peek();
    const isOnItsWay = this.world.steps().some(({ name }) => name.endsWith("is answered"));
    if (isOnItsWay || this.#heard < this.#changed || state.kind !== "open") return;
    const why = path.join("\n");
    expect(state.booking, why).toEqual(this.#truth.booking);
    expect(state.cannotMessage, why).toBe(this.#truth.reason);
  }

  #hear = (): void => {
    const news = NEWS[this.#heard++];
    if (!news) return;
    const { booking } = news.truth;
    const { bookingId, locationId } = booking;
    const data = news.type === "BookingChanged" ? booking : { bookingId, locationId };
    for (const each of this.world.hearing("", news.type, data)) each.run();
  };

  #answer(request: string): Response | "stream" {
    if (request.endsWith("/events")) return "stream";
    const { booking, reason } = this.#truth;
    const view = { booking, thread: null, messages: [], canMessage: reason === null };
    return Response.json({ ...view, cannotMessageReason: reason, items: [] });
  }
}

async function arrived(): Promise<Customer> {
  const customer = new Customer();
  customer.visit.open(null);
  await atRest();
  return customer;
}

test("a booking is shown as it is once all has come, in whatever order it came", async () => {
  expect(await everyOrder(arrived, 7)).toBeGreaterThan(500);
});

test("and in long orders", async () => {
  for (let seed = 0; seed < 300; seed++) await someOrder(arrived, seed, 40);
});
