import { signal } from "@preact/signals-core";
import { describe, expect, test } from "vitest";
import { readyOrTimeout } from "../../src/client/platform/ready-or-timeout";
import { StillWorld, settled } from "../support/world";

describe("a page is drawn", () => {
  /** A page that is being opened: what it waits for, and whether it is drawn yet. */
  function opening() {
    const world = new StillWorld();
    const source = signal("opening");
    const page = { world, source, isDrawn: false };
    void readyOrTimeout(source, (value) => value === "here", world.later).then(() => {
      page.isDrawn = true;
    });
    return page;
  }

  test("as soon as there is what it was opened for, and not before", async () => {
    const page = opening();
    await page.world.pass(100);
    expect(page.isDrawn).toBe(false);

    page.source.value = "here";
    await settled();

    expect(page.isDrawn).toBe(true);
  });

  test("with what is awaited when that takes long", async () => {
    const page = opening();

    await page.world.pass(300);
    await settled();

    expect(page.isDrawn).toBe(true);
  });
});
