/** Whatever the dashboard was waiting for when a session, a route or a thread ended: it stays ended. */

import { expect, test } from "vitest";
import { Dashboard } from "../../src/dashboard/model/dashboard";
import { Router } from "../../src/dashboard/model/navigation/router";
import {
  atRest,
  everyOrder,
  LateWorld,
  type Play,
  type Step,
  someOrder,
} from "../support/late-gateway";
import { message } from "../support/thread";
import { aBookingChange, aMessage, aThread } from "../support/threads";

const ME = {
  operatorId: "o-1",
  name: "Ana Ferreira",
  role: "administrator",
  locations: [
    { locationId: "lisbon", name: "Lisbon", timeZone: "Europe/Lisbon" },
    { locationId: "kyoto", name: "Kyoto", timeZone: "Asia/Tokyo" },
  ],
};
const SIGNED_OUT = ["leaving", "not-left", "signed-out"];

/** What a router needs of a window, and the address as it is now. */
class Address {
  readonly location: { hash: string };
  readonly history = {
    replaceState: (_: unknown, __: string, hash: string) => {
      this.location.hash = hash;
    },
  };
  #onChange = () => {};

  constructor(hash: string) {
    this.location = { hash };
  }

  addEventListener(_: "hashchange", run: () => void): void {
    this.#onChange = run;
  }

  goTo(hash: string): void {
    this.location.hash = hash;
    this.#onChange();
  }
}

/** Addresses that name no location; the page corrects them. */
const FINDS_ITS_PLACE = ["#/threads/t-1", "#/bookings/b-1"];

/** A member of staff who comes by a link, looks round and signs out. */
class Member implements Play {
  readonly world: LateWorld;
  readonly address: Address;
  readonly dashboard: Dashboard;
  /** What was asked and where the reader was when they were signed out; null while they are not. */
  ended: { asked: number; hash: string; byThemselves: boolean } | null = null;
  #hasSession = true;
  #isAnswered = false;
  /** Where the reader went last, by themselves. */
  #wanted: string;

  constructor(hash: string) {
    this.world = new LateWorld((request) => this.#answer(request));
    this.address = new Address(hash);
    this.#wanted = hash;
    this.dashboard = new Dashboard(this.world, new Router(this.address as unknown as Window), null);
    this.dashboard.account.state.subscribe(({ kind }) => {
      if (!SIGNED_OUT.includes(kind) || this.ended) return;
      const { hash } = this.address.location;
      this.ended = { asked: this.world.asked.length, hash, byThemselves: kind === "leaving" };
    });
    this.dashboard.open();
  }

  steps(): Step[] {
    const { account } = this.dashboard;
    const by = (name: string, run: () => void): Step => ({ name, since: 0, run });
    const goTo = (hash: string) => by(`goes to ${hash}`, () => this.#goTo(hash));
    const steps = this.world.steps();
    steps.push(...this.world.hearing("hears a message", "MessagePosted", aMessage("t-1", 9).data));
    const changed = aBookingChange("t-1", { status: "canceled" });
    steps.push(...this.world.hearing("hears of the booking", changed.type, changed.data));
    if (account.state.peek().kind === "open") {
      steps.push(by("signs out", () => account.leave()));
      steps.push(by("writes", () => this.#write()));
      steps.push(by("the session ends", () => this.#endSession()));
      steps.push(goTo("#/locations/lisbon"), goTo("#/locations/lisbon/threads/t-2"));
      steps.push(goTo("#/locations/kyoto"));
    }
    return [...steps, by("the network is back", () => this.dashboard.wake())];
  }

  check(step: Step, path: readonly string[]): void {
    const why = path.join("\n");
    if (step.name === "POST /auth/logout is answered") this.#isAnswered = true;
    if (this.ended) this.#checkEnded(this.ended, why);
    else this.#checkPlace(why);
  }

  #checkEnded(ended: NonNullable<Member["ended"]>, why: string): void {
    const { account, workspace, me } = this.dashboard;
    const state = account.state.peek();
    expect(SIGNED_OUT, why).toContain(state.kind);
    expect([workspace.peek(), me.peek()], why).toEqual([null, null]);
    expect(this.address.location.hash, why).toBe(ended.hash);
    const asked = new Set(this.world.asked.slice(ended.asked));
    if (ended.byThemselves) {
      expect(state.kind === "signed-out", why).toBe(this.#isAnswered);
      expect(asked, why).toEqual(new Set(["POST /auth/logout"]));
      const kept = this.world.store.names().filter((name) => /draft|outgoing/.test(name));
      expect(kept, why).toEqual([]);
    } else {
      expect(state.kind, why).toBe("signed-out");
      expect(asked, why).toEqual(new Set());
    }
  }

  /** The reader is where they went, and what they have left is not before them. */
  #checkPlace(why: string): void {
    const { hash } = this.address.location;
    if (!FINDS_ITS_PLACE.includes(this.#wanted)) expect(hash, why).toBe(this.#wanted);
    const workspace = this.dashboard.workspace.peek();
    if (!workspace) return;
    const [, , locationId, , threadId = null] = hash.split("/");
    expect([workspace.location.locationId, workspace.open.peek()?.threadId ?? null], why).toEqual([
      locationId,
      threadId,
    ]);
    const { threads } = workspace.inbox.current.peek().list.peek();
    expect(new Set([...threads.map((each) => each.locationId), locationId]).size, why).toBe(1);
  }

  #goTo(hash: string): void {
    this.#wanted = hash;
    this.address.goTo(hash);
  }

  #write(): void {
    const { workspace } = this.dashboard;
    workspace.peek()?.open.peek()?.conversation.sending.write("At the pier.");
  }

  #endSession(): void {
    this.#hasSession = false;
    // Whatever is asked next is answered that nobody is known here.
    void this.dashboard.api.unreadAt("lisbon").catch(() => {});
  }

  #answer(request: string): Response | "stream" {
    if (request === "POST /auth/logout") return new Response(null, { status: 204 });
    if (!this.#hasSession) return new Response("", { status: 401 });
    if (request === "GET /api/me") return Response.json(ME);
    if (request.endsWith("/events")) return "stream";
    if (request.endsWith("/unread")) return Response.json({ threads: 1, capped: false });
    if (request.endsWith("/settings")) {
      return Response.json({ portalEnabled: true, supportMessaging: true, canMessage: true });
    }
    if (request === "POST /api/bookings/b-1/thread") return Response.json({ threadId: "t-1" });
    if (request.endsWith("/messages")) return Response.json({ items: [message(1)] });
    const [, threadId] = /^GET \/api\/threads\/([^/]+)$/.exec(request) ?? [];
    if (threadId) return Response.json(aThread(threadId, 1));
    const [, locationId] = /^GET \/api\/locations\/([^/]+)\/threads$/.exec(request) ?? [];
    const items = locationId ? [aThread("t-1", 1, { locationId })] : [];
    return Response.json({ items, nextCursor: null, status: "pending", reason: null });
  }
}

async function arrived(hash: string): Promise<Member> {
  const member = new Member(hash);
  await atRest();
  return member;
}

const ARRIVALS = [
  "#/threads/t-1",
  "#/bookings/b-1",
  "#/locations/lisbon/threads/t-1",
  "#/locations/lisbon",
];

test.each(ARRIVALS)("who comes to %s stays signed out in every order", async (hash) => {
  expect(await everyOrder(() => arrived(hash), 3)).toBeGreaterThan(100);
});

test.each(ARRIVALS)("who was at %s stays signed out in every order", async (hash) => {
  const here = async () => {
    const member = await arrived(hash);
    member
      .steps()
      .find((step) => step.name === "GET /api/me is answered")
      ?.run();
    await atRest();
    expect(member.dashboard.account.state.peek().kind).toBe("open");
    return member;
  };
  expect(await everyOrder(here, 3)).toBeGreaterThan(500);
});

test("staff stay signed out, and where they went, in long orders too", async () => {
  let ended = 0;
  for (let seed = 0; seed < 300; seed++) {
    const members: Member[] = [];
    const begin = async () => {
      const member = await arrived(ARRIVALS[seed % ARRIVALS.length] ?? "");
      members.push(member);
      return member;
    };
    await someOrder(begin, seed, 60);
    ended += members.filter((each) => each.ended !== null).length;
  }
  expect(ended).toBeGreaterThan(150);
});
