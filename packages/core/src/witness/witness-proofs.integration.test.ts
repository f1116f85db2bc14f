import { SessionId } from "@lucid/contract";
import { createRegistry } from "@lucid/foundation";
import { canonicalBytes, merkle, sha256Hex, utf8, v2, witness } from "@lucid/proof";
import { expect, it, onTestFinished, vi } from "vitest";
import { openTestGateway } from "../gateway/testing/open-test-gateway.ts";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import type { FinalRecordings } from "../network/index.ts";
import { makeFinal } from "../network/testing/make-final.ts";
import { openLoneNetwork } from "../network/testing/open-lone-network.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { withoutTor } from "../tor/testing/index.ts";
import { startWitness } from "./start-witness.ts";

const caller = testCaller("11111111-1111-4111-8111-111111111111", ["view_own_sessions"]);
const salt = "5a".repeat(32);
const hashOf = (text: string): string => sha256Hex(utf8(text));
const [manifestHash, grantHash] = [hashOf("manifest"), hashOf("grant")];
const [FIRST, SECOND] = [1, 2].map((at) => `0190d4f0-0000-7000-8000-${String(at).padStart(12, "0")}`) as [string, string];
const PATIENCE = { timeout: 60_000 };
const NONE = { count: () => 0, sessions: () => [], height: () => undefined, newestNetwork: () => undefined };
const noSuch = (id: string): never => {
  throw new Error(`no session ${id}`);
};

/** A witness behind a real door; `isThere` is whether it answers. */
async function openWitness(stack: AsyncDisposableStack, name: string, logKey: string) {
  const ground = stack.use(await openTestGround());
  const settings = { witness_name: name, witness_logs: [logKey], network_witnesses: [] };
  const network = { finalBlocks: () => undefined, recordings: NONE };
  const deps = { outward: withoutTor, network, sessions: { find: noSuch } };
  const area = stack.use(await startWitness({ ...ground, metrics: createRegistry() }, deps, settings));
  const state = { isThere: true };
  const addCheckpoint = async (body: Uint8Array) =>
    state.isThere && area.bulk?.addCheckpoint
      ? await area.bulk.addCheckpoint(body)
      : { status: 503, type: "text/plain", body: "away\n" };
  const { gateway } = stack.use(await openTestGateway({ bulk: { addCheckpoint } }));
  const key = (await area.services?.witness?.status(undefined, caller))?.verifier_key ?? "";
  return { entry: `${gateway.url}/witness ${key}`, key: witness.readVerifierKey(key) as witness.NoteKey, state };
}

const recordingOf = (sessionId: string) => {
  const tree = merkle.createTree();
  tree.append(utf8(`chunk of ${sessionId}`));
  return { ...{ sessionId, salt, manifestHash, grantHash }, merkleRoot: tree.root(), chunkCount: 1 };
};

it("keeps for each recording the first history that witnesses saw it in, and what more of them saw soon after", async () => {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const network = stack.use(await openLoneNetwork());
  const { ground, repository, joined } = network;
  const { publicKey } = ground.keys;
  const { hash } = joined.network;
  const log: witness.NoteKey = { name: witness.networkOrigin(hash, publicKey), kind: 1, publicKey };
  const [alice, bob] = [
    await openWitness(stack, "witness.example/alice", witness.writeVerifierKey(log)),
    await openWitness(stack, "witness.example/bob", witness.writeVerifierKey(log)),
  ];
  const recordings: FinalRecordings = {
    ...{ count: repository.countProven, sessions: repository.provenIn },
    ...{ height: repository.provenHeight, newestNetwork: repository.newestNetwork },
  };
  const blocks = () => {
    const { height } = joined.engine.tree.final;
    return { network: hash, slotMs: 1_000, height, hashAt: joined.engine.canonicalHash };
  };
  const deps = {
    ...{ outward: withoutTor, network: { finalBlocks: blocks, recordings } },
    sessions: { find: (id: string) => (id === FIRST || id === SECOND ? {} : noSuch(id)) },
  };
  const settings = { witness_name: "", witness_logs: [], network_witnesses: [alice.entry, bob.entry] };
  const area = stack.use(await startWitness({ ...ground, metrics: createRegistry() }, deps, settings));
  const proofOf = async (id: string) => await area.services?.witness?.proof({ session_id: SessionId.parse(id) }, caller);
  const seenBy = async (session_id: string) => {
    const document = await proofOf(session_id);
    const networkProof = utf8(repository.proofOf(session_id) ?? "");
    const { merkleRoot, chunkCount } = recordingOf(session_id);
    const proven = v2.verifyNetworkProof(networkProof, {
      ...{ sessionId: session_id, salt, grant: { hash: grantHash }, createdAtMs: 0, manifestHash, merkleRoot, chunkCount },
      ...{ node: publicKey, endedAtMs: 0 },
    });
    if (!proven.ok) throw new Error(proven.failure.code);
    const { height, blockHash } = proven.value;
    const block = { network: hash, height, hash: blockHash };
    const checked = witness.verifyWitnessProof(canonicalBytes(document), block, [alice.key, bob.key]);
    if (!checked.ok) throw new Error(checked.failure.code);
    return { names: checked.value.seen.map((one) => one.witness.name), size: checked.value.size };
  };
  const look = (): void => ground.clock.advance(5_000);

  bob.state.isThere = false;
  await makeFinal(network, [recordingOf(FIRST)]);
  const refusal = { code: "LUCID_WITNESS_ERR_4901" };
  await expect(proofOf(SECOND)).rejects.toMatchObject(refusal);
  await expect(proofOf("0190d4f0-0000-7000-8000-000000000009")).rejects.toThrow("no session");
  look();
  await vi.waitFor(async () => expect((await seenBy(FIRST)).names).toEqual([alice.key.name]), PATIENCE);
  const before = await seenBy(FIRST);

  // The other one comes back within the hour, and sees the second recording as well.
  bob.state.isThere = true;
  await makeFinal(network, [recordingOf(SECOND)]);
  await vi.waitFor(async () => {
    look();
    expect((await seenBy(SECOND)).names).toEqual([alice.key.name, bob.key.name]);
    expect((await seenBy(FIRST)).names).toEqual([alice.key.name, bob.key.name]);
  }, PATIENCE);
  expect((await seenBy(FIRST)).size).toBeGreaterThan(before.size);

  // What is kept stays when the network is left.
  const kept = await proofOf(FIRST);
  repository.left(hash);
  look();
  expect(await proofOf(FIRST)).toEqual(kept);
});
