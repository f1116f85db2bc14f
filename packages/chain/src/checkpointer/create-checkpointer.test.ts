import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createSoloGenesis, parametersForInterval } from "../genesis.ts";
import { createTestDisk, createTestKeys, startTestChain, testAnchor } from "../testing/index.ts";
import { createCheckpointer } from "./create-checkpointer.ts";

const startMs = Date.UTC(2026, 0, 1);
const keys = createTestKeys("solo");
const genesis = createSoloGenesis({
  ...{ network: "test", startsAtMs: startMs, publicKey: keys.publicKey },
  parameters: parametersForInterval(10),
});
const session = (number: number) => testAnchor(number).session_id;
const root = (size: number) => size.toString(16).padStart(64, "0");
const head = (number: number, size: number) => ({ session_id: session(number), size, root: root(size) });

async function start() {
  const clock = createTestClock(startMs);
  const disk = createTestDisk();
  const chain = await startTestChain({ clock, keys, disk }, { genesis });
  const checkpointer = createCheckpointer({ clock, chain, log: silentLog });
  return { clock, disk, chain, checkpointer };
}

it("sends one checkpoint for all sessions that changed, shortly before the block", async () => {
  const { clock, chain, checkpointer } = await start();
  for (const size of [1, 2, 3]) for (const number of [1, 2]) checkpointer.setHead(head(number, size));
  clock.advance(9_600);
  expect(chain.read.info().pending_transactions).toBe(0);
  clock.advance(200);
  expect(chain.read.info().pending_transactions).toBe(1);
  clock.advance(200);
  expect(chain.read.info()).toMatchObject({ current_height: 1, total_transactions: 1, pending_transactions: 0 });
  expect(chain.read.checkpointsOf(session(1))).toMatchObject([{ size: 3, root: root(3), height: 1 }]);
  expect(chain.read.checkpointsOf(session(2))).toMatchObject([{ size: 3, height: 1 }]);
});

it("sends nothing while nothing changes", async () => {
  const { clock, chain, checkpointer } = await start();
  checkpointer.setHead(head(1, 1));
  clock.advance(60_000);
  checkpointer.setHead(head(1, 1));
  clock.advance(60_000);
  expect(chain.read.info().total_transactions).toBe(1);
});

it("gets a head into a block within two intervals of being set, however it falls", async () => {
  const { clock, chain, checkpointer } = await start();
  for (let size = 1; size <= 40; size += 1) {
    checkpointer.setHead(head(1, size));
    const setAt = clock.now();
    clock.advance(10_350);
    const record = chain.read.checkpointsOf(session(1)).find((checkpoint) => checkpoint.size >= size);
    expect((record?.time ?? 0) * 1_000 - setAt).toBeLessThanOrEqual(10_300);
    clock.advance(650);
  }
});

it("goes on after a restart with what it is told again, and repeats nothing the chain has", async () => {
  const { clock, disk, chain, checkpointer } = await start();
  checkpointer.setHead(head(1, 4));
  clock.advance(10_000);
  checkpointer[Symbol.dispose]();
  await chain[Symbol.asyncDispose]();
  const again = await startTestChain({ clock, keys, disk }, { genesis });
  using next = createCheckpointer({ clock, chain: again, log: silentLog });
  next.setHead(head(1, 4));
  next.setHead(head(2, 7));
  clock.advance(20_000);
  expect(again.read.checkpointsOf(session(1))).toHaveLength(1);
  expect(again.read.checkpointsOf(session(2))).toMatchObject([{ size: 7 }]);
});

it("leaves out a session that is anchored, forgotten or contradicted, and sends the others", async () => {
  const { clock, chain, checkpointer } = await start();
  checkpointer.setHead(head(3, 5));
  clock.advance(10_000);
  chain.submit.own("session_anchor", testAnchor(1));
  checkpointer.setHead(head(1, 20));
  checkpointer.setHead(head(2, 2));
  checkpointer.forget(session(2));
  checkpointer.setHead({ ...head(3, 5), root: root(9) });
  checkpointer.setHead(head(4, 1));
  clock.advance(20_000);
  expect(chain.read.checkpointsOf(session(1))).toEqual([]);
  expect(chain.read.checkpointsOf(session(2))).toEqual([]);
  expect(chain.read.checkpointsOf(session(3))).toHaveLength(1);
  expect(chain.read.checkpointsOf(session(4))).toHaveLength(1);
});

it("spreads more than five hundred sessions over several blocks, one checkpoint in each", async () => {
  const { clock, chain, checkpointer } = await start();
  for (let number = 0; number < 1_100; number += 1) checkpointer.setHead(head(number, 1));
  clock.advance(40_000);
  const counts = chain.read
    .transactions({ page: 1, limit: 10 })
    .transactions.map(({ block_height, data }) => [block_height, Array.isArray(data.heads) ? data.heads.length : 0]);
  expect(counts).toEqual([
    [3, 100],
    [2, 500],
    [1, 500],
  ]);
});
