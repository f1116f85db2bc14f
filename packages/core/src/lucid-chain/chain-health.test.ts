import { parametersForInterval } from "@lucid/chain";
import { createTestClock } from "@lucid/foundation/testing";
import { describe, expect, it } from "vitest";
import { createChainHealth } from "./chain-health.ts";

/** A slot of 120 s, and 10 s for the block, and 3 fallbacks of 5 s. */
const LONGEST_MS = 145_000;

function open() {
  const clock = createTestClock();
  let head = { height: 7, hash: "ab".repeat(32), time: clock.now() / 1_000 };
  let failure: string | undefined;
  let grew = (): void => undefined;
  const onBlock = (listener: () => void): Disposable => {
    grew = listener;
    return { [Symbol.dispose]: () => undefined };
  };
  const { look: health } = createChainHealth({
    clock,
    chain: { genesis: { parameters: parametersForInterval(10) }, read: { head: () => head, onBlock } },
    writes: { look: async () => ({ failure, last_success: null }) },
  });
  function block(): void {
    head = { ...head, height: head.height + 1, time: clock.now() / 1_000 };
    grew();
  }
  return { clock, health, block, breakDisk: () => (failure = "the disk is full") };
}

describe("a chain", () => {
  it("works for as long as its schedule can do without a block, and no longer", async () => {
    const { clock, health, block } = open();
    clock.advance(LONGEST_MS);
    expect(await health()).toEqual({ ok: true, detail: "block 7", last_success: "2026-01-01T00:00:00.000Z" });
    clock.advance(1_000);
    expect(await health()).toMatchObject({ ok: false, detail: "block 7, no block for 146 s" });
    block();
    expect(await health()).toEqual({ ok: true, detail: "block 8", last_success: new Date(clock.now()).toISOString() });
  });

  it("whose head is ahead of the clock says by how much, and does not work when that is longer than its schedule", async () => {
    const { clock, health, block } = open();
    const time = clock.now();
    clock.setNow(time - 60_000);
    expect(await health()).toMatchObject({
      ok: true,
      detail: "block 7, 60 seconds ahead of this clock: no block comes before that time",
    });
    clock.setNow(time - 30 * 86_400_000);
    expect(await health()).toMatchObject({
      ok: false,
      detail: "block 7, 30 days ahead of this clock: no block comes before that time",
      last_success: new Date(time).toISOString(),
    });
    clock.setNow(time);
    block();
    expect(await health()).toMatchObject({ ok: true, detail: "block 8" });
  });

  it("is not silent because the clock was set forward", async () => {
    const { clock, health } = open();
    clock.setNow(clock.now() + 3_600_000);
    expect(await health()).toMatchObject({ ok: true, detail: "block 7" });
  });

  it("does not work while it cannot be written", async () => {
    const { health, breakDisk } = open();
    breakDisk();
    expect(await health()).toMatchObject({ ok: false, detail: "block 7, cannot be written: the disk is full" });
  });
});
