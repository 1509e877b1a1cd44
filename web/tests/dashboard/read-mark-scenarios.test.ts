import { describe, expect, test } from "vitest";
import { afterEvent, merged } from "../../src/dashboard/model/thread/thread-reducer";
import { fetchedAfter, OPENED, SCENARIOS } from "../support/read-mark-scenarios";

describe.each(SCENARIOS)("$name", (scenario) => {
  const { delivered } = scenario;

  test("a row of the inbox shows what a fresh fetch shows", () => {
    const thread = delivered.reduce((known, event) => afterEvent(known, event).thread, OPENED);

    expect(thread).toEqual(fetchedAfter(scenario));
  });

  test("after an outage, wherever it began, the fetched thread is shown", () => {
    const fetched = fetchedAfter(scenario);
    for (let heard = 0; heard <= delivered.length; heard++) {
      const known = delivered
        .slice(0, heard)
        .reduce((thread, event) => afterEvent(thread, event).thread, OPENED);

      expect(merged(known, fetched)).toEqual({ thread: fetched, needsFetch: false });
    }
  });
});
