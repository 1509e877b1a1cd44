import { expect, test } from "vitest";
import type { DestinationKind } from "../../src/dashboard/model/gateway/contracts";
import {
  DESTINATION_KINDS,
  traitsOf,
} from "../../src/dashboard/pages/settings/alerts/destination-kinds";

test("people come before programs when a destination is added", () => {
  expect(DESTINATION_KINDS).toEqual(["email", "chat", "webhook"]);
});

test("a kind that this build does not know can still be shown, and its address stays hidden", () => {
  expect(traitsOf("fax" as DestinationKind)).toMatchObject({
    icon: "bell",
    hasSecretAddress: true,
  });
});
