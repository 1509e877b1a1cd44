import { expect, test } from "vitest";
import { liveEventOf } from "../../src/client/gateway/contracts";

test("an event of a known type is taken with its data", () => {
  expect(liveEventOf("ThreadRead", '{"readSeq": 3}')).toEqual({
    type: "ThreadRead",
    data: { readSeq: 3 },
  });
});

test.each(["MessageEdited", "message", "toString", ""])(
  "an event of the unknown type %j is ignored, so that a newer gateway may send it",
  (type) => {
    expect(liveEventOf(type, "{}")).toBeNull();
  },
);
