import { describe, expect, test } from "vitest";
import { CUSTOMER, type LiveEvent, OPERATOR, type Side } from "../../src/client/gateway/contracts";
import { Conversation } from "../../src/client/messaging/conversation";
import { Drafts } from "../../src/client/messaging/drafts";
import { scopeOf } from "../../src/client/platform/scope";
import { SCENARIOS } from "../support/read-mark-scenarios";
import { FakeThread, UNREAD } from "../support/thread";
import { StillWorld } from "../support/world";

/** An open conversation of one side, whose live events are given by hand. */
function opened(side: Side): Conversation {
  const world = new StillWorld();
  const drafts = new Drafts(world.store, "reader", "thread");
  const api = new FakeThread();
  const conversation = new Conversation({
    side,
    api,
    scope: scopeOf(world),
    drafts,
    onFailure: () => {},
  });
  conversation.see({ messages: [], ...UNREAD });
  return conversation;
}

function heard(side: Side, events: readonly LiveEvent[]): Conversation {
  const conversation = opened(side);
  for (const event of events) conversation.apply(event);
  return conversation;
}

describe.each(SCENARIOS)("$name", ({ delivered, expected }) => {
  const newest = {
    messages: [],
    customerReadSeq: expected.customerRead.seq,
    customerReadAt: expected.customerRead.at,
    operatorReadSeq: expected.operatorRead.seq,
    operatorReadAt: expected.operatorRead.at,
  };

  test("staff's open conversation has the marks of a fresh fetch", () => {
    expect(heard(OPERATOR, delivered).marks.peek()).toEqual({
      own: expected.operatorRead.seq,
      other: expected.customerRead.seq,
    });
  });

  test("after an outage, wherever it began, staff's conversation has the fetched marks", () => {
    for (let count = 0; count <= delivered.length; count++) {
      const conversation = heard(OPERATOR, delivered.slice(0, count));
      conversation.see(newest);

      expect(conversation.marks.peek()).toEqual({
        own: expected.operatorRead.seq,
        other: expected.customerRead.seq,
      });
    }
  });

  test("the customer's page keeps what was seen as seen", () => {
    const conversation = heard(CUSTOMER, delivered);
    conversation.see(newest);

    expect(conversation.marks.peek()).toEqual({
      own: expected.customerRead.seq,
      other: expected.seenByOperators,
    });
  });
});
