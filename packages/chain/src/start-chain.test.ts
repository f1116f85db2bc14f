import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import type { SubmitOutcome } from "./faces/submit.types.ts";
import { createSoloGenesis } from "./genesis.ts";
import { startChain } from "./start-chain.ts";
import { createTestDisk, solo, startSolo, startTestChain, testAnchor } from "./testing/index.ts";

const { startMs, keys, genesis, slotMs } = solo;

function idOf(outcome: SubmitOutcome): string {
  if (outcome.kind === "refused") throw new Error(outcome.reason);
  return outcome.id;
}

describe("a solo chain without transactions", () => {
  it("builds one empty block in a slot", async () => {
    const { clock, chain } = await startSolo();
    clock.advance(3 * slotMs - 1);
    expect(chain.read.head().height).toBe(3);
    expect(chain.read.blocks({ page: 1, limit: 10 }).blocks.map(({ slot }) => slot)).toEqual([2, 1, 0]);
  });
});

describe("when things go wrong", () => {
  it("builds at the next position when the disk did not take a block", async () => {
    const { clock, disk, chain, restart } = await startSolo();
    await chain[Symbol.asyncDispose]();
    let isFull = false;
    const write = {
      prepare: disk.db.write.prepare.bind(disk.db.write),
      transaction: (work: () => unknown) => () => {
        if (isFull) throw new Error("disk full");
        return disk.db.write.transaction(work)();
      },
    } as unknown as typeof disk.db.write;
    const started = await startTestChain({ clock, keys, disk: { ...disk, db: { ...disk.db, write } } }, { genesis });
    const id = idOf(started.submit.own("session_anchor", testAnchor(1)));
    isFull = true;
    clock.advance(4_000);
    expect(started.read.head().height).toBe(0);
    isFull = false;
    clock.advance(4_000);
    expect(started.submit.status(id).state).toBe("final");
    await started[Symbol.asyncDispose]();
    expect((await restart()).submit.status(id).state).toBe("final");
  });

  it("is not stopped by a listener that throws", async () => {
    const { clock, chain } = await startSolo();
    const heights: number[] = [];
    chain.read.onBlock(() => {
      throw new Error("not my problem");
    });
    chain.read.onBlock((block) => void heights.push(block.header.height));
    clock.advance(slotMs + 1);
    expect(heights).toEqual([1, 2]);
  });

  it("refuses a database of another network", async () => {
    const { clock, disk } = await startSolo();
    const other = createSoloGenesis({ network: "other", startsAtMs: startMs, publicKey: keys.publicKey });
    await expect(startTestChain({ clock, keys, disk }, { genesis: other })).rejects.toThrow("belongs to the network");
  });

  it("refuses a database that is older than what it has signed", async () => {
    const { clock, disk } = await startSolo();
    clock.advance(2 * slotMs);
    const { db } = createTestDisk();
    await expect(startTestChain({ clock, keys, disk: { ...disk, db } }, { genesis })).rejects.toThrow("has lost blocks");
  });

  it("builds nothing while its clock is set back behind what it has signed", async () => {
    const { clock, disk, chain } = await startSolo();
    clock.advance(2 * slotMs);
    await chain[Symbol.asyncDispose]();
    const earlier = createTestClock(startMs + slotMs / 2);
    const again = await startTestChain({ clock: earlier, keys, disk }, { genesis });
    again.submit.own("session_anchor", testAnchor(1));
    const { height } = again.read.head();
    earlier.advance(slotMs);
    expect(again.read.head().height).toBe(height);
    earlier.advance(2 * slotMs);
    expect(again.read.head().height).toBeGreaterThan(height);
  });

  it("does not sign a position again when its sign-state file was lost", async () => {
    const { clock, disk, chain } = await startSolo();
    clock.advance(2_000);
    await chain[Symbol.asyncDispose]();
    const { signState } = createTestDisk();
    const again = await startTestChain({ clock, keys, disk: { ...disk, signState } }, { genesis });
    again.submit.own("session_anchor", testAnchor(1));
    clock.advance(6_000);
    const blocks = again.read.blocks({ page: 1, limit: 9 }).blocks.map(({ slot, position }) => `${slot}.${position}`);
    expect(new Set(blocks).size).toBe(blocks.length);
    expect(again.read.finalized().height).toBeGreaterThan(0);
  });
});

it("shows its height, final height and outbox as metrics", async () => {
  const clock = createTestClock(startMs);
  const { db, signState } = createTestDisk();
  const metrics = new Registry();
  await using chain = await startChain({ clock, keys, db, signState, log: silentLog, metrics }, { genesis });
  chain.submit.own("session_anchor", testAnchor(1));
  clock.advance(4_000);
  const text = await metrics.metrics();
  expect(text).toContain("lucid_chain_height 2");
  expect(text).toContain("lucid_chain_finalized_height 1");
  expect(text).toContain("lucid_chain_outbox_transactions 0");
});
