import { v2 } from "@lucid/proof";
import { expect, it } from "vitest";
import { createTestKeys } from "../../testing/keys.ts";
import { createNetworkGenesis } from "../network-genesis.ts";
import { genesisState } from "../state/branch-state.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { createOutbox } from "./outbox.ts";

const DAY = 86_400;

it("puts another transaction in the place of one whose time is over, so that those behind it go on", () => {
  const keys = createTestKeys("away for a day");
  const opened = v2.openNetwork(
    createNetworkGenesis({ name: "home", startsAtMs: 0, publicKey: keys.publicKey, blockInterval: 10 }),
  );
  if (!opened.ok) throw new Error(opened.failure.reason);
  const state = genesisState(opened.value);
  const store = createMemoryStore();
  const outbox = createOutbox({ store, keys, networkHash: opened.value.hash });
  const head = (digit: string, time: number): v2.SentTransaction => {
    const item = { tag: digit.repeat(64), size: 1, root: digit.repeat(64) };
    return outbox.sign({ type: "node_checkpoint", items: [item] }, state.rows, time);
  };
  const old = outbox.keep(head("a", 0));
  const late = outbox.keep(head("b", DAY));

  expect(outbox.replaceOutdated(state, DAY / 4)).toEqual([]);
  const [filler, ...more] = outbox.replaceOutdated(state, DAY);
  expect(more).toEqual([]);
  expect(filler?.transaction).toMatchObject({ sequence: 0, type: "node_checkpoint" });
  expect(filler?.transaction.expires_at).toBeGreaterThan(DAY);
  expect([outbox.has(old), outbox.has(late)]).toEqual([false, true]);
  expect(outbox.waiting().map(({ transaction }) => transaction.sequence)).toEqual([0, 1]);
  // What is on the disk says the same.
  expect([...store.waiting()].map(({ transaction }) => transaction.sequence).toSorted((one, other) => one - other)).toEqual([
    0, 1,
  ]);
});
