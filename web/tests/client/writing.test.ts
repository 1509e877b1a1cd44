import { expect, test } from "vitest";
import { cannotWrite } from "../../src/client/messaging/writing";

const ON = { portalEnabled: true, supportMessaging: true };
const MESSAGING_OFF = { portalEnabled: true, supportMessaging: false };
const PORTAL_OFF = { portalEnabled: false, supportMessaging: true };

test.each([
  [null, null, null],
  ["messaging-disabled", null, "messaging-disabled"],
  ["messaging-disabled", ON, null],
  ["portal-disabled", MESSAGING_OFF, "messaging-disabled"],
  [null, PORTAL_OFF, "portal-disabled"],
  ["unknown-booking", ON, "unknown-booking"],
  ["unknown-booking", MESSAGING_OFF, "unknown-booking"],
  ["draft-booking", PORTAL_OFF, "draft-booking"],
] as const)("said %j, switches %j: %j", (said, switches, why) => {
  expect(cannotWrite(said, switches)).toBe(why);
});
