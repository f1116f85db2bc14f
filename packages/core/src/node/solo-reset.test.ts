import { existsSync } from "node:fs";
import { join } from "node:path";
import { blobSource, verifyBundle } from "@lucid/proof";
import { createNodeTime, startTestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { openSoloReset } from "../lucid-chain/index.ts";
import { ownNode } from "./testing/owned-node.ts";

const DAY = 86_400_000;

it("gives a chain up whose head is ahead of the clock: what was final proves on, and what comes is anchored anew", async () => {
  const time = createNodeTime();
  await using first = await startTestNode({ time });
  const owner = await ownNode(first);
  const { network } = await owner.client.chain.info();
  const record = async (): Promise<Awaited<ReturnType<typeof owner.prepare>>> => {
    const session_id = await owner.prepare();
    await owner.start(session_id);
    await owner.record(session_id, 1);
    await owner.stop(session_id);
    return session_id;
  };
  while ((await owner.client.chain.info()).finalized_height < 3) await first.time.pass(1);
  const proven = await record();
  await owner.until(proven, ({ state }) => state === "completed");
  const before = await verifyBundle(blobSource(await (await owner.ask(`/sessions/${proven}/bundle`)).blob()));
  const dated = { height: expect.any(Number), atMs: expect.any(Number) };
  expect(before).toMatchObject({
    verified: true,
    facts: { bounds: { lower: { chunk: 0, ...dated }, granted: dated, doubts: [] }, after: { shown: true } },
  });
  expect(before.verified && before.facts.bounds.lower?.height).toBeGreaterThan(0);
  expect(before.verified && before.facts.blocks).not.toEqual([]);
  const proof = await owner.client.sessions.chunkProof({ session_id: proven, chunk_id: 0 });
  const draft = await owner.prepare();
  await owner.client.sessions.grant({ session_id: draft });

  time.clock.setNow(time.clock.now() - 30 * DAY);
  const waiting = await record();
  expect(() => openSoloReset(first.data)).toThrow(/Another node is using/);
  await first.stop();
  {
    using solo = openSoloReset(first.data);
    expect(solo.facts).toMatchObject({ network, waiting: 1, headMs: expect.any(Number) });
    solo.reset();
  }
  expect(existsSync(join(first.data, "sign-state.json"))).toBe(false);
  expect(() => openSoloReset(first.data)).toThrow(/no chain/);

  await using again = await startTestNode({ time, data: first.data });
  const back = await ownNode(again, owner.wallet);
  const info = await back.client.chain.info();
  expect(info.network).not.toBe(network);
  expect((await back.client.node.health()).dependencies["chain"]).toMatchObject({ ok: true });

  const old = await back.client.sessions.get({ session_id: proven });
  expect(old).toMatchObject({ state: "completed", anchor: { status: "final" }, foreign_anchor: null });
  expect(old.anchored_chunk_count).toBe(old.chunk_count);
  const bundle = await (await back.ask(`/sessions/${proven}/bundle`)).blob();
  const after = await verifyBundle(blobSource(bundle));
  expect(after).toMatchObject({ verified: true, facts: { network: { hash: network } } });
  expect(after.verified && after.facts.anchor).toEqual(before.verified && before.facts.anchor);
  expect(after.verified && after.facts.blocks).toEqual(before.verified && before.facts.blocks);
  expect(await back.client.sessions.chunkProof({ session_id: proven, chunk_id: 0 })).toEqual(proof);
  const { transaction_id } = old.anchor;
  expect(await back.client.chain.evidence({ transaction_id: transaction_id ?? "" })).toMatchObject({
    headers: expect.any(Array),
  });

  await again.time.pass(60);
  expect(await back.client.sessions.get({ session_id: waiting })).toMatchObject({
    state: "stored",
    anchored: false,
    reason: { code: "chain-ended" },
    error_message: expect.stringContaining("has ended"),
  });
  expect((await back.ask(`/sessions/${waiting}/bundle`)).status).toBe(409);

  await back.start(draft);
  await back.record(draft, 1);
  await back.stop(draft);
  await back.until(draft, ({ state }) => state === "completed");
  const fresh = await verifyBundle(blobSource(await (await back.ask(`/sessions/${draft}/bundle`)).blob()));
  expect(fresh).toMatchObject({ verified: true, facts: { network: { hash: info.network } } });
});
