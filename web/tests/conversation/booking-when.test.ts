import { describe, expect, test } from "vitest";
import { bookingWhen } from "../../src/conversation/model/booking-when";

describe("when a booking is", () => {
  const booking = {
    startTime: "2027-03-20T10:00:00Z",
    endTime: "2027-03-20T12:30:00Z",
    timeZone: "Europe/Lisbon",
  };
  const plain = (text: string | null) => text?.replace(/[\u2009\u202f]/g, " ");

  test("is said in the location's time, with its zone for who lives in another", () => {
    expect(plain(bookingWhen(booking, "en-US", "Europe/London"))).toBe(
      "Sat, Mar 20, 2027, 10:00 AM – 12:30 PM",
    );
    expect(plain(bookingWhen(booking, "en-US", "Europe/Berlin"))).toBe(
      "Sat, Mar 20, 2027, 10:00 AM – 12:30 PM (GMT+0)".replace("GMT+0", zero()),
    );
  });

  test("may be without an end, or not known at all", () => {
    expect(plain(bookingWhen({ ...booking, endTime: null }, "en-US", "Europe/London"))).toBe(
      "Sat, Mar 20, 2027, 10:00 AM",
    );
    expect(bookingWhen({ ...booking, startTime: null }, "en-US", "Europe/London")).toBeNull();
  });

  /** `GMT` or `GMT+0`, as this version of ICU writes it. */
  function zero(): string {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: "UTC",
      timeZoneName: "shortOffset",
    });
    return format.formatToParts(0).find(({ type }) => type === "timeZoneName")?.value ?? "";
  }
});
