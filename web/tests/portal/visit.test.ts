import { beforeEach, describe, expect, test } from "vitest";
import type { Remembered } from "../../src/portal/link";
import { Visit } from "../../src/portal/visit";
import { StillWorld, settled } from "../support/world";

const BOOKING = {
  bookingId: "b-1",
  confirmationCode: "E59670A",
  activityName: "Sunset sail",
  startTime: null,
  endTime: null,
  status: "confirmed",
  timeZone: "Europe/Lisbon",
};
const CONVERSATION = {
  booking: BOOKING,
  canMessage: true,
  cannotMessageReason: null,
  thread: null,
  messages: [],
};

/** A portal gateway that answers a link, and whose live line stays silent. */
class Gateway {
  readonly asked: string[] = [];
  /** The booking that the last request named. */
  meant: string | null = null;
  conversation: object | null = CONVERSATION;
  /** What outlives the page that asked it. */
  readonly keptAlive: string[] = [];

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { method = "GET", headers, keepalive } = init;
    if (keepalive) this.keptAlive.push(`${method} ${url}`);
    this.asked.push(`${method} ${url}`);
    this.meant = new Headers(headers).get("Booking-Id");
    if (method === "POST") {
      return Response.json({ bookingId: BOOKING.bookingId, conversation: this.conversation });
    }
    return new Promise(() => {});
  };
}

const SIGN_IN = "POST /api/session?include=conversation";
const LIVE_LINE = "GET /api/conversation/events";

describe("a visit by a link", () => {
  let world: StillWorld;
  let gateway: Gateway;
  let visit: Visit;
  let kept: Remembered[];

  const begin = (meant?: string) =>
    new Visit(Object.assign(world, { fetch: gateway.fetch }), (known) => kept.push(known), meant);

  beforeEach(() => {
    world = new StillWorld();
    gateway = new Gateway();
    kept = [];
    visit = begin();
  });

  test("shows the conversation that came with the answer, and then opens the live line", async () => {
    visit.open("token");
    await settled();

    expect(visit.state.value).toMatchObject({ kind: "open", cannotMessage: null });
    expect(gateway.asked).toEqual([SIGN_IN]);

    await world.pass(100);

    expect(gateway.asked).toEqual([SIGN_IN, LIVE_LINE]);
  });

  test("opens the live line at once when the conversation could not be read", async () => {
    gateway.conversation = null;

    visit.open("token");
    await settled();

    expect(visit.state.value.kind).toBe("opening");
    expect(gateway.asked).toEqual([SIGN_IN, LIVE_LINE]);
  });

  test("names its booking from then on, for the cookie may come to mean another", async () => {
    visit.open("token");
    await settled();
    expect(gateway.meant).toBeNull();

    await world.pass(100);

    expect(gateway.meant).toBe(BOOKING.bookingId);
  });

  test("is remembered with its tab by its booking, once", async () => {
    visit.open("token");
    await world.pass(200);

    expect(kept).toEqual([{ bookingId: BOOKING.bookingId }]);
  });

  test("names its booking from the first request on after a reload, whatever other tabs have open", async () => {
    visit = begin("b-2");

    visit.open(null);
    await settled();

    expect([gateway.asked, gateway.meant, kept]).toEqual([[LIVE_LINE], "b-2", []]);
  });

  test("is signed out even if the page is closed at once", async () => {
    visit.open("token");
    await settled();

    visit.signOut();
    await settled();

    expect(gateway.keptAlive).toEqual(["DELETE /api/session"]);
  });

  test("opens no line when it was closed before", async () => {
    visit.open("token");
    await settled();

    visit.close();
    await world.pass(1_000);

    expect(gateway.asked).toEqual([SIGN_IN]);
  });
});
