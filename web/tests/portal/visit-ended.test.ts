/** Whatever a visit was waiting for when it ended, in whatever order it comes: it stays ended. */

import { expect, test } from "vitest";
import { Visit, type VisitState } from "../../src/portal/visit";
import {
  atRest,
  everyOrder,
  LateWorld,
  type Play,
  type Step,
  someOrder,
} from "../support/late-gateway";
import { message } from "../support/thread";

const BOOKING = { bookingId: "b-1", activityName: "Sunset sail", timeZone: "Europe/Lisbon" };
const VIEW = {
  booking: BOOKING,
  canMessage: true,
  cannotMessageReason: null,
  thread: { customerReadSeq: 0, operatorReadSeq: 0 },
  messages: [message(1)],
};
const GONE = { bookingId: "b-1", locationId: null };
const LEAVING: readonly VisitState["kind"][] = ["leaving", "not-left", "signed-out"];

const problem = (status: number, kind: string) =>
  new Response(JSON.stringify({ type: `/problems/${kind}` }), { status });

/** A customer with a link, at a location whose portal goes off and on. */
class Customer implements Play {
  readonly world: LateWorld;
  readonly visit: Visit;
  readonly shown: VisitState["kind"][] = [];
  readonly refusals: string[] = [];
  isOn = true;
  /** How many requests there were when the portal was last seen to be off; null while it is on. */
  offSince: number | null = null;
  /** What the reader has ended: nothing of it may come back. */
  ended: "signed out" | "another link" | null = null;
  #isAnswered = false;
  #asked = 0;

  constructor(readonly linkWorks: boolean) {
    this.world = new LateWorld((request) => this.#answer(request));
    this.visit = new Visit(this.world, ({ refused }) => {
      if (refused !== undefined) this.refusals.push(refused);
    });
    this.visit.state.subscribe(({ kind }) => {
      this.shown.push(kind);
      if (kind === "portal-off") this.offSince = this.world.asked.length;
    });
  }

  steps(): Step[] {
    const { world, visit } = this;
    const kind = visit.state.peek().kind;
    const by = (name: string, run: () => void): Step => ({ name, since: world.asked.length, run });
    const steps = world.steps();
    const switches = { portalEnabled: !this.isOn, supportMessaging: true };
    for (const each of world.hearing("switched", "LocationSettingsChanged", switches)) {
      const run = () => {
        this.isOn = switches.portalEnabled;
        each.run();
      };
      steps.push({ ...each, run });
    }
    const changed = { ...VIEW.booking, status: "canceled" };
    steps.push(...world.hearing("the booking changes", "BookingChanged", changed));
    steps.push(...world.hearing("the booking is withdrawn", "BookingWithdrawn", GONE));
    // Whoever has opened another link sees that one.
    if (kind === "open" && this.ended === null) {
      steps.push(by("signs out", () => this.#end("signed out", () => visit.signOut())));
      steps.push(by("writes", () => this.#write()));
    }
    if (this.ended === null) {
      steps.push(by("opens another link", () => this.#end("another link", () => visit.close())));
    }
    return [...steps, by("the network is back", () => visit.wake())];
  }

  check(step: Step, path: readonly string[]): void {
    const kind = this.visit.state.peek().kind;
    const why = path.join("\n");
    if (step.name === "DELETE /api/session is answered") this.#isAnswered = true;
    if (this.ended === "signed out") {
      expect(LEAVING, why).toContain(kind);
      expect(kind === "signed-out", why).toBe(this.#isAnswered);
      expect(this.world.store.names(), why).toEqual([]);
      const since = this.world.asked.slice(this.#asked);
      expect(new Set(since), why).toEqual(new Set(["DELETE /api/session"]));
    }
    if (this.ended === "another link") {
      expect(this.world.asked.length, why).toBe(this.#asked);
      expect(kind, why).toBe(this.shown[this.#shownBefore - 1]);
    }
    if (this.shown.includes("refused")) expect(this.shown.at(-1), why).toBe("refused");
    // Only what was asked, or heard over a line that was opened, since the portal went off.
    if (this.offSince !== null && step.since >= this.offSince) this.offSince = null;
    if (this.offSince !== null) expect(["portal-off", ...LEAVING], why).toContain(kind);
    expect(this.refusals.length, why).toBeLessThanOrEqual(this.linkWorks ? 0 : 1);
  }

  #shownBefore = 0;

  #end(how: NonNullable<Customer["ended"]>, run: () => void): void {
    this.ended = how;
    this.#asked = this.world.asked.length;
    this.#shownBefore = this.shown.length;
    this.offSince = null;
    run();
  }

  #write(): void {
    const state = this.visit.state.peek();
    if (state.kind === "open") state.conversation.sending.write("Is there parking?");
  }

  #answer(request: string): Response | "stream" {
    switch (request) {
      case "POST /api/session":
        if (!this.linkWorks) return problem(401, "link-expired");
        return Response.json({ bookingId: "b-1", conversation: this.isOn ? VIEW : null });
      case "DELETE /api/session":
        return new Response(null, { status: 204 });
      case "GET /api/conversation/availability":
        return "stream";
    }
    if (!this.isOn) return problem(403, "portal-disabled");
    if (request === "GET /api/conversation") return Response.json(VIEW);
    if (request === "GET /api/conversation/events") return "stream";
    return Response.json({ items: [], status: "pending", reason: null });
  }
}

async function arrived(token: string | null, linkWorks = true): Promise<Customer> {
  const customer = new Customer(linkWorks);
  customer.visit.open(token);
  await atRest();
  return customer;
}

test.each([
  ["a link", () => arrived("token")],
  ["a link that is over", () => arrived("token", false)],
  ["an earlier visit", () => arrived(null)],
])("a visit by %s stays ended in every order of what was on its way", async (_, begin) => {
  expect(await everyOrder(begin, 4)).toBeGreaterThan(100);
});

test("a conversation that is open stays ended in every order of what was on its way", async () => {
  const open = async () => {
    const customer = await arrived("token");
    for (const name of ["POST /api/session is answered", "time passes"]) {
      customer
        .steps()
        .find((step) => step.name === name)
        ?.run();
      await atRest();
    }
    expect(customer.world.asked).toEqual(["POST /api/session", "GET /api/conversation/events"]);
    return customer;
  };
  expect(await everyOrder(open, 4)).toBeGreaterThan(1_000);
});

test("visits stay ended in long orders too", async () => {
  let ended = 0;
  for (let seed = 0; seed < 400; seed++) {
    const customers: Customer[] = [];
    const begin = async () => {
      const customer = await arrived(seed % 2 === 0 ? "token" : null);
      customers.push(customer);
      return customer;
    };
    await someOrder(begin, seed, 60);
    ended += customers.filter((each) => each.ended !== null).length;
  }
  expect(ended).toBeGreaterThan(200);
});
