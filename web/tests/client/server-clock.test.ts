import { describe, expect, test } from "vitest";
import { serverClock } from "../../src/client/platform/server-clock";

const NOON = Date.UTC(2027, 2, 15, 12);
const HOUR = 3_600_000;

/** A device whose clock is `off` the server's, and asks for something each minute. */
function heardFor(answers: number, off: number, delay = 80) {
  let server = NOON;
  const clock = serverClock(() => server + off);
  for (let i = 0; i < answers; i++) {
    server += 60_000 + i * 137;
    const asked = server + off;
    server += delay;
    const date = new Date(server - (server % 1000)).toUTCString();
    server += delay;
    clock.heard(date, asked, server + off);
  }
  return { clock, error: () => clock.now() - server, pass: (ms: number) => (server += ms) };
}

describe("the page's clock is the server's", () => {
  test.each([-400 * 24 * HOUR, -HOUR, -5_000, 5_000, 90_000, 26 * HOUR])(
    "for a device that is %i ms off",
    (off) => {
      expect(Math.abs(heardFor(1, off).error())).toBeLessThan(2_500);
    },
  );

  test("and comes closer with each answer, never further away", () => {
    const errors = [1, 3, 10, 40].map((answers) => Math.abs(heardFor(answers, HOUR).error()));
    expect(errors).toEqual(errors.toSorted((one, other) => other - one));
  });

  test("it is left alone on a device that is right, however slow its line", () => {
    for (const delay of [1, 400, 9_000]) expect(heardFor(20, 0, delay).error()).toBe(0);
  });

  test("it goes on between answers, and follows a device that was set right", () => {
    let device = NOON + HOUR;
    const clock = serverClock(() => device);
    const answered = (at: number) => clock.heard(new Date(at).toUTCString(), device - 50, device);
    answered(NOON);
    device += 90_000;
    expect(Math.abs(clock.now() - NOON - 90_000)).toBeLessThan(2_500);

    device = NOON + 120_000;
    answered(NOON + 120_000);

    expect(Math.abs(clock.now() - NOON - 120_000)).toBeLessThan(2_500);
  });

  test.each([null, "", "yesterday"])("an answer that says %j changes nothing", (date) => {
    const clock = serverClock(() => NOON);
    clock.heard(date, 0, 0);
    expect(clock.now()).toBe(NOON);
  });
});
