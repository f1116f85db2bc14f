import { openDatabase } from "@lucid/foundation";
import { createSeededRandom, createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { startMachine } from "../evm/machine.ts";
import { MIGRATIONS } from "../store/migrations.ts";
import { createStore } from "../store/store.ts";
import { buildTransaction } from "../transactions/build.ts";
import { createChain } from "./chain.ts";

async function openChain() {
  const database = openDatabase({ path: ":memory:", migrations: MIGRATIONS, synchronous: "normal" });
  const store = createStore(database);
  let isFull = false;
  const append: typeof store.append = (...block) => {
    if (isFull) throw new Error("database or disk is full");
    store.append(...block);
  };
  const machine = await startMachine({ genesisId: () => "00".repeat(32), blockId: () => undefined });
  const clock = createTestClock();
  const deps = { clock, randomness: createSeededRandom("chain"), store: { ...store, append }, machine };
  const chain = createChain(deps, { blockTimeMs: 3_000 });
  const { faucet, staker } = chain.keys;
  const pay = (amount: bigint) =>
    chain.broadcast(
      buildTransaction(chain, faucet, {
        type: "TransferContract",
        value: { owner_address: faucet.address, to_address: staker.address, amount },
      }),
    );
  const balance = (): bigint => chain.state(false).get("account", staker.address)?.balance ?? 0n;
  return { chain, clock, database, pay, balance, fill: (full: boolean) => void (isFull = full) };
}

it("undoes a block that cannot be written, and goes on when there is room again", async () => {
  const { chain, database, pay, balance, fill } = await openChain();
  using _database = database;
  await pay(5n);
  await chain.mine(1);
  await pay(7n);
  expect(balance()).toBe(12n);
  fill(true);
  await expect(chain.mine(1)).rejects.toThrow("disk is full");
  expect([chain.head().number, balance()]).toEqual([1, 5n]);
  fill(false);
  await pay(9n);
  await chain.mine(1);
  expect([chain.head().number, balance()]).toEqual([2, 14n]);
});

it("gives a block the time of its slot, and leaves out the slots that nobody used", async () => {
  const { chain, clock, database } = await openChain();
  using _database = database;
  const genesis = chain.head().timestamp;
  clock.advance(3_100);
  await chain.mine(1);
  expect(chain.head().timestamp).toBe(genesis + 3_000);
  clock.advance(10_000);
  await chain.mine(1);
  expect(chain.head().timestamp).toBe(genesis + 12_000);
  await chain.mine(2);
  expect(chain.head().timestamp).toBe(genesis + 18_000);
  await chain.advance(86_400_000);
  expect(chain.head().timestamp).toBe(genesis + 18_000 + 86_400_000);
});

it("solidifies what 19 of the 27 producers have built on", async () => {
  const { chain, database } = await openChain();
  using _database = database;
  await chain.mine(18);
  expect(chain.solid().number).toBe(0);
  await chain.mine(1);
  expect(chain.solid().number).toBe(1);
  await chain.mine(40);
  expect(chain.solid().number).toBe(41);
});
