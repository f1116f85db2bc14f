import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Log, openDatabase } from "@lucid/foundation";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { v2 } from "@lucid/proof";
import { Registry } from "prom-client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestKeys } from "../testing/keys.ts";
import { createNetworkGenesis } from "./network-genesis.ts";
import { type NetworkOptions, startNetwork } from "./start-network.ts";
import { networkMigrations } from "./store/sqlite-store.ts";
import { changeBlock } from "./testing/change-block.ts";
import { createTestIdentity } from "./testing/peers/test-peers.ts";

const NAME = "a member whose disk fails";
const keys = createTestKeys(NAME);
const clock = createTestClock();
const opened = v2.openNetwork(
  createNetworkGenesis({ name: "home", startsAtMs: clock.now(), publicKey: keys.publicKey, blockInterval: 10 }),
);
if (!opened.ok) throw new Error(opened.failure.reason);
const network = opened.value;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lucid-network-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = (on: Pick<NetworkOptions, "network"> & { readonly log?: Log } = { network }) =>
  startNetwork(
    {
      ...{ clock, log: on.log ?? silentLog, metrics: new Registry(), keys, identity: createTestIdentity(NAME) },
      onUpdate: () => undefined,
      onFailure: (error) => {
        throw error;
      },
      onRequest: () => ({ refused: "not_ready", approval: null }),
    },
    { network: on.network, folder, listen: ["127.0.0.1:0"], dial: [], archiveAfterDays: 0 },
  );
const chain = (): string => join(folder, "chain.db");
const signed = () => JSON.parse(readFileSync(join(folder, "sign-state.json"), "utf8"));

/** Lives for some slots, of which each has a block; how far it came. */
async function live(): Promise<number> {
  await using running = await start();
  clock.advance(480_000);
  return running.engine.tree.head.height;
}

it("goes on where it was", async () => {
  const height = await live();
  expect(height).toBeGreaterThan(0);
  clock.advance(120_000);
  expect(await live()).toBeGreaterThan(height);
});

function change(...statements: readonly string[]): void {
  using db = openDatabase({ path: chain(), migrations: networkMigrations, synchronous: "full" });
  for (const statement of statements) db.write.prepare(statement).run();
}

it.each([
  ["is no database", () => writeFileSync(chain(), "garbage ".repeat(1_000))],
  ["holds a block that was changed", () => changeBlock(chain(), 1, (block) => block.replace('"height":1', '"height":7'))],
  ["has lost the votes of what was final", () => change("DELETE FROM vote", "DELETE FROM block WHERE number > 1")],
])("names a database that %s, and follows it nowhere", async (_what, damage) => {
  await live();
  damage();
  await expect(start()).rejects.toMatchObject({ name: "NetworkDamagedError" });
});

it("names what it has signed where that cannot be read", async () => {
  await live();
  writeFileSync(join(folder, "sign-state.json"), "{");
  await expect(start()).rejects.toMatchObject({ name: "NetworkDamagedError" });
});

it("signs nothing, and says so, where blocks are lost that it has voted for", async () => {
  await live();
  const before = signed();
  rmSync(chain());
  await using running = await start();
  expect(running.engine.lacksUpTo).toBe(before.attestation.target.height);
  clock.advance(600_000);
  expect(running.engine.tree.head.height).toBe(0);
  expect(signed()).toEqual(before);
});

it("knows from its chain what it has signed, where the file is gone or older", async () => {
  await live();
  copyFileSync(join(folder, "sign-state.json"), join(folder, "older.json"));
  clock.advance(120_000);
  await live();
  const before = signed();
  for (const lose of [
    () => rmSync(join(folder, "sign-state.json")),
    () => copyFileSync(join(folder, "older.json"), join(folder, "sign-state.json")),
  ]) {
    lose();
    const { block, attestation } = await (async () => {
      await using running = await start();
      // It writes what it takes to be signed with the next block.
      clock.advance(120_000);
      expect(running.engine.lacksUpTo).toBeUndefined();
      return signed();
    })();
    expect(attestation.target.height).toBeGreaterThan(before.attestation.target.height);
    expect(block.slot).toBeGreaterThan(before.block.slot);
  }
});

it("opens from a snapshot of the state, and names one that is damaged and follows it nowhere", async () => {
  const short = v2.openNetwork({ ...network.genesis, parameters: { ...network.genesis.parameters, epoch_slots: 1 } });
  if (!short.ok) throw new Error(short.failure.reason);
  const on = { network: short.value };
  const final = await (async () => {
    await using running = await start(on);
    clock.advance(6 * 120_000);
    return running.engine.tree.final;
  })();
  await using again = await start(on);
  const { from, applied } = again.engine.opening;
  expect(from).toBeGreaterThan(0);
  expect(from + applied).toBe(final.height);
  await again[Symbol.asyncDispose]();
  change("UPDATE snapshot_part SET content = x'00'");
  const warnings: unknown[] = [];
  const log = { ...silentLog, warn: (about: unknown) => void warnings.push(about) } as Log;
  await using damaged = await start({ ...on, log });
  expect(damaged.engine.opening).toMatchObject({ from: 0, applied: final.height, refused: [{ height: from }, {}] });
  expect(warnings).toContainEqual(expect.objectContaining({ network: short.value.hash, height: from }));
  expect(damaged.engine.tree.final.hash).toBe(final.hash);
});
