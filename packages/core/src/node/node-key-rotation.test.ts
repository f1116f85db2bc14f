import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { systemRandomness } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { blobSource, createAuditLogCheck, verifyBundle } from "@lucid/proof";
import { createNodeTime, startTestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { openNodeKeyRotation } from "../keys/index.ts";
import { ownNode } from "./testing/owned-node.ts";

type Owner = Awaited<ReturnType<typeof ownNode>>;

async function record(owner: Owner): Promise<Awaited<ReturnType<Owner["prepare"]>>> {
  const session_id = await owner.prepare();
  await owner.start(session_id);
  await owner.record(session_id, 1);
  await owner.stop(session_id);
  return session_id;
}

const judged = async (owner: Owner, session: string) =>
  await verifyBundle(blobSource(await (await owner.ask(`/sessions/${session}/bundle`)).blob()));

it("gives a node another key: what was recorded under the old one proves on, and what comes is proven under the new one", async () => {
  const time = createNodeTime();
  const deps = { clock: time.clock, randomness: systemRandomness, log: silentLog };
  await using first = await startTestNode({ time });
  const owner = await ownNode(first);
  const proven = await record(owner);
  const { anchored_chunk_count } = await owner.until(proven, ({ state }) => state === "completed");
  const before = await judged(owner, proven);
  const proof = await owner.client.sessions.chunkProof({ session_id: proven, chunk_id: 0 });
  const { node_public_key: former, former_node_keys } = await owner.client.keys.get();
  expect(former_node_keys).toEqual([]);
  const { network } = await owner.client.chain.info();
  await expect(openNodeKeyRotation(deps, first.data)).rejects.toThrow(/Another node is using/);
  // The head of the audit log goes onto the chain each hour.
  await first.time.pass(3_700);
  await first.stop();

  let successor: string;
  {
    using rotation = await openNodeKeyRotation(deps, first.data);
    expect(rotation.facts).toMatchObject({ publicKey: former, network, waiting: 0 });
    successor = await rotation.rotate();
  }
  expect(successor).not.toBe(former);

  // The log of before was signed by the key that it names, as long as that was there.
  const check = createAuditLogCheck((content) => createHash("sha256").update(content).digest("hex"));
  const lines = readFileSync(join(first.data, "chains", network, "audit.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  for (const line of lines) check.push(line);
  const verdict = check.end();
  expect(verdict).toMatchObject({ verified: true, facts: { node: former, network, exportedAtMs: time.clock.now() } });
  expect(verdict.verified && verdict.facts.anchors).not.toEqual([]);
  expect(existsSync(join(first.data, "audit.db"))).toBe(false);

  await using again = await startTestNode({ time, data: first.data });
  const back = await ownNode(again, owner.wallet);
  expect(await back.client.keys.get()).toMatchObject({
    node_public_key: successor,
    former_node_keys: [{ public_key: former, network }],
  });
  expect(await back.client.sessions.get({ session_id: proven })).toMatchObject({
    state: "completed",
    anchor: { status: "final" },
    foreign_anchor: null,
    anchored_chunk_count,
  });
  const after = await judged(back, proven);
  expect(after).toMatchObject({ verified: true, facts: { node: former } });
  expect(after.verified && after.facts.anchor).toEqual(before.verified && before.facts.anchor);
  expect(await back.client.sessions.chunkProof({ session_id: proven, chunk_id: 0 })).toEqual(proof);

  const fresh = await record(back);
  await back.until(fresh, ({ state }) => state === "completed");
  expect(await judged(back, fresh)).toMatchObject({ verified: true, facts: { node: successor } });
});

it("does not begin before every session is sealed, and can be made again where it was interrupted", async () => {
  const time = createNodeTime();
  const deps = { clock: time.clock, randomness: systemRandomness, log: silentLog };
  await using first = await startTestNode({ time });
  const owner = await ownNode(first);
  const session = await record(owner);
  await owner.until(session, ({ state }) => state === "completed");
  const { node_public_key: former } = await owner.client.keys.get();
  await first.stop();

  const sealed = change(first.data, "SELECT manifest_hash FROM sessions", []);
  // As a node leaves it that was killed while it recorded.
  change(first.data, "UPDATE sessions SET manifest_hash = NULL, state = 'interrupted'", []);
  await expect(openNodeKeyRotation(deps, first.data)).rejects.toThrow(/not sealed yet: 1/);
  change(first.data, "UPDATE sessions SET manifest_hash = ?, state = 'completed'", [String(sealed?.["manifest_hash"])]);

  const key = readFileSync(join(first.data, "keys/node.key"));
  {
    using rotation = await openNodeKeyRotation(deps, first.data);
    await rotation.rotate();
  }
  // As far as one comes that is killed before its last step.
  writeFileSync(join(first.data, "keys/node.key"), key);
  await using again = await startTestNode({ time, data: first.data });
  const back = await ownNode(again, owner.wallet);
  expect(await back.client.keys.get()).toMatchObject({ node_public_key: former, former_node_keys: [] });
  expect(await judged(back, session)).toMatchObject({ verified: true });
  await again.stop();
  {
    using rotation = await openNodeKeyRotation(deps, first.data);
    await rotation.rotate();
  }
  await using last = await startTestNode({ time, data: first.data });
  const known = await (await ownNode(last, owner.wallet)).client.keys.get();
  expect(known.former_node_keys.map(({ public_key }) => public_key)).toEqual([former]);
});

/** A change, or a look, at the database of a node that does not run. */
function change(data: string, sql: string, values: readonly string[]): Record<string, unknown> | undefined {
  using db = new DatabaseSync(join(data, "node.db"));
  return db.prepare(sql).get(...values);
}
