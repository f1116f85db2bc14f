import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { Registry } from "prom-client";
import { expect, it, onTestFinished } from "vitest";
import { openSignStateFile } from "../signing/open-sign-state-file.ts";
import { startChain } from "../start-chain.ts";
import { openChainDatabase } from "../store/open-chain-database.ts";
import { solo, testAnchor } from "../testing/index.ts";
import { checkChainFromGenesis } from "./check-chain-from-genesis.ts";

const { signal } = new AbortController();

/** A `chain.db` with some slots of blocks, two of them with an anchor. */
async function makeChain(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "lucid-chain-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "chain.db");
  using db = openChainDatabase(path);
  const clock = createTestClock(solo.startMs);
  const signState = openSignStateFile(join(folder, "sign-state.json"));
  const { keys, genesis, slotMs } = solo;
  const chain = await startChain({ clock, db, keys, signState, log: silentLog, metrics: new Registry() }, { genesis });
  chain.submit.own("session_anchor", testAnchor(1));
  clock.advance(3 * slotMs);
  chain.submit.own("session_anchor", testAnchor(2));
  clock.advance(3 * slotMs);
  await chain[Symbol.asyncDispose]();
  return path;
}

it("goes through every block by all rules, from the genesis document on", async () => {
  const path = await makeChain();
  const check = await checkChainFromGenesis(path, solo.genesis, signal);
  expect(check).toEqual({ networkId: expect.any(String), height: expect.any(Number) });
  expect(check.height).toBeGreaterThan(6);
  await expect(checkChainFromGenesis(path, { ...solo.genesis, network: "other" }, signal)).rejects.toThrow(
    "belongs to the network",
  );
  await expect(checkChainFromGenesis(path, solo.genesis, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
});

it.each([
  [
    "a signature",
    "UPDATE block SET signature = (SELECT signature FROM block WHERE height = 3) WHERE height = 2",
    2,
    "bad_signature",
  ],
  ["a header", "UPDATE block SET header = json_set(header, '$.timestamp', timestamp - 1) WHERE height = 2", 2, "too_early"],
  [
    "a name",
    "UPDATE block SET hash = hex(zeroblob(32)) WHERE height = 1; UPDATE block_transaction SET block_hash = hex(zeroblob(32)) WHERE block_hash = (SELECT parent FROM block WHERE height = 2); UPDATE block_attestation SET block_hash = hex(zeroblob(32)) WHERE block_hash = (SELECT parent FROM block WHERE height = 2)",
    1,
    "wrong_hash",
  ],
  [
    "a transaction",
    "DELETE FROM block_transaction WHERE block_hash = (SELECT hash FROM block WHERE height = 1)",
    1,
    "wrong_tx_count",
  ],
  ["the anchors", "UPDATE block SET frontier = '[]', anchor_count = 0 WHERE height = 2", 3, "wrong_state_root"],
  ["a whole block", "UPDATE block SET canonical = 0 WHERE height = 2", 2, "missing"],
])("says which block is not what it was when %s is altered", async (_what, sql, height, reason) => {
  const path = await makeChain();
  using db = openChainDatabase(path);
  db.write.prepare("PRAGMA foreign_keys = OFF").run();
  for (const statement of sql.split(";")) db.write.prepare(statement).run();
  expect(await checkChainFromGenesis(path, solo.genesis, signal)).toMatchObject({ problem: { height, reason } });
});
