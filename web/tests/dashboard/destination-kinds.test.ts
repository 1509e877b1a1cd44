import { expect, test } from "vitest";
import {
  DESTINATION_KINDS,
  type DestinationKind,
  traitsOf,
} from "../../src/dashboard/model/gateway/destination-kinds";

test("people come before programs when a destination is added", () => {
  expect(DESTINATION_KINDS).toEqual(["email", "chat", "webhook"]);
});

test("a kind that this build does not know can still be shown, and its address stays hidden", () => {
  expect(traitsOf("fax" as DestinationKind)).toMatchObject({
    icon: "bell",
    hasSecretAddress: true,
  });
});
