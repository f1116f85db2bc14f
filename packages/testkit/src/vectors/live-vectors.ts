import { anchorOf, type Evidence, type FailureCode, type Manifest, type TreeHead } from "@lucid/proof";
import { type ForgedEvidence, forgeEvidence } from "../proof/forge-evidence.ts";
import { createTestChain } from "../proof/test-chain.ts";
import { buildTestSession, bundleBytes, type TestSessionOptions } from "../proof/test-session.ts";
import { spliceOf } from "./splice.ts";
import { invalid, type Vector, valid } from "./vector.ts";

/** Checkpoints in the order in which one node can have sent them, and which of them were made while it recorded. */
export async function liveVectors(seed: string, options: TestSessionOptions, clean: Uint8Array): Promise<Vector[]> {
  const session = buildTestSession(seed, options);
  const [early, later] = session.checkpoints as [Evidence, Evidence];
  const forged = (evidence: Evidence, changes: ForgedEvidence): Evidence =>
    forgeEvidence(session.network, session.node, evidence, changes);
  const inputOf = async (content: Parameters<typeof session.content>[0], of = session): Promise<Vector["input"]> => ({
    bundle: "clean",
    splice: spliceOf(clean, await bundleBytes(of.content(content))),
  });
  const bad = async (name: string, checkpoints: Evidence[], code: FailureCode): Promise<Vector> =>
    invalid(name, await inputOf({ checkpoints }), code);

  /** Everything on one chain: a checkpoint of each size, ten seconds apart, the first in a block dated `atMs`, then the anchor. */
  const onChain = (sizes: readonly number[], atMs: number, edit?: (drafted: Manifest) => Manifest): Promise<Vector["input"]> => {
    const of = edit === undefined ? session : buildTestSession(seed, { ...options, checkpoints: [], edit });
    const chain = createTestChain(of.network);
    const send = (data: Parameters<typeof chain.sign>[0], atS: number) => {
      const sent = chain.sign(data, of.node, atS);
      chain.addBlock(atS, [sent]);
      return sent;
    };
    const headOf = (size: number): TreeHead => ({ session_id: of.sessionId, size, root: of.rootAt(size) });
    const firstS = atMs / 1_000;
    const live = sizes.map((size, at) => send({ type: "node_checkpoint", data: { heads: [headOf(size)] } }, firstS + 10 * at));
    const sealed = send({ type: "session_anchor", data: anchorOf(of.manifest.manifest) }, firstS + 10 * sizes.length);
    chain.addBlock(firstS);
    return inputOf({ anchor: chain.evidence(sealed), checkpoints: live.map((sent) => chain.evidence(sent)) }, of);
  };
  const endMs = Math.ceil(session.manifest.manifest.ended_at_ms / 10_000) * 10_000;
  const endingAt = (ended_at_ms: number) => onChain([3], endMs, (drafted) => ({ ...drafted, ended_at_ms, created_at_ms: endMs }));
  const { height, slot, position, timestamp, previous_hash } = later.headers[0]?.header ?? {};
  const place = JSON.parse(JSON.stringify({ height, slot, position, timestamp, previous_hash })) as ForgedEvidence["header"] &
    object;
  return [
    valid("a checkpoint in a block dated at the very end of the recording", await endingAt(endMs), { live_checkpoints: 1 }),
    valid("a checkpoint in a block dated a millisecond after the end of the recording", await endingAt(endMs - 1), {
      checkpoints: 1,
      live_checkpoints: 0,
    }),
    invalid("two checkpoints of one size", await onChain([2, 2], endMs), "checkpoint-order"),
    valid("two checkpoints of two sizes", await onChain([2, 3], endMs), { checkpoints: 2 }),
    await bad("two checkpoints with one sequence", [forged(early, { transaction: { sequence: 1 } }), later], "checkpoint-order"),
    await bad(
      "a checkpoint with the sequence of the anchor",
      [forged(later, { transaction: { sequence: 2 } })],
      "checkpoint-late",
    ),
    await bad(
      "two checkpoints in one place of two blocks of one height",
      [forged(early, { header: place }), later],
      "checkpoint-order",
    ),
  ];
}
