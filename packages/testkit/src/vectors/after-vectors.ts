import { anchorOf, type BlockRef, type BundleContent, blockHash, type ChunkEntryV2, type TreeHead } from "@lucid/proof";
import { forgeEvidence } from "../proof/forge-evidence.ts";
import { createTestChain } from "../proof/test-chain.ts";
import { buildTestSession, bundleBytes, type TestSessionOptions } from "../proof/test-session.ts";
import { spliceOf } from "./splice.ts";
import { invalid, type Vector, valid } from "./vector.ts";

const SOME_HASH = "11".repeat(32);
/** A height that no evidence of these bundles shows. */
const FAR = 50;
/** Blocks between the checkpoint at height 1 and the anchor: the evidence of neither shows height 3. */
const BETWEEN = 4;

/** Bundles of version 2 that name blocks they cannot have come after, against the clean bundle `second`. */
export async function afterVectors(seed: string, options: TestSessionOptions, clean: Uint8Array): Promise<Vector[]> {
  const made = (more: Partial<TestSessionOptions>) =>
    buildTestSession(seed, { ...options, version: 2, anchorVersion: 2, ...more });
  const bytesOf = async (content: BundleContent): Promise<Vector["input"]> => ({
    bundle: "second",
    splice: spliceOf(clean, await bundleBytes(content)),
  });
  const naming = (after: BlockRef, from: number) => (entry: ChunkEntryV2) => (entry.index >= from ? { ...entry, after } : entry);
  const stating = (after: BlockRef) => bytesOf(made({ edit: (drafted) => ({ ...drafted, after }) }).content());

  /** A checkpoint of the first two chunks, some blocks, the anchor; chunks from `from` on name a block between the two. */
  const between = (from: number): Promise<Vector["input"]> => {
    const after = { height: 3, hash: SOME_HASH };
    const session = made({ checkpoints: [], editEntry: naming(after, from) });
    const { manifest } = session.manifest;
    const chain = createTestChain(session.network);
    const head: TreeHead = { session_id: session.sessionId, size: 2, root: session.rootAt(2) };
    const earlyS = Math.ceil((manifest.chunks[1]?.ended_at_ms ?? 0) / 1_000);
    const sealedS = Math.ceil(manifest.created_at_ms / 1_000) + BETWEEN * 10;
    const early = chain.sign({ type: "node_checkpoint", data: { heads: [head] } }, session.node, earlyS);
    const sealed = chain.sign({ type: "session_anchor", data: anchorOf(manifest) }, session.node, sealedS);
    chain.addBlock(earlyS, [early]);
    for (let block = 0; block < BETWEEN; block += 1) chain.addBlock(earlyS);
    chain.addBlock(sealedS, [sealed]);
    chain.addBlock(sealedS);
    return bytesOf(session.content({ anchor: chain.evidence(sealed), checkpoints: [chain.evidence(early)] }));
  };

  /** Two pieces of evidence that show two blocks of height 1: the anchor's one, and then the checkpoint's another. */
  const twice = async (after: (shownLast: string) => string): Promise<Vector["input"]> => {
    const [checkpoint] = made({}).checkpoints;
    const shownLast = checkpoint?.headers[0]?.header;
    if (shownLast?.height !== 1) throw new RangeError("after vectors: no checkpoint at height 1");
    const session = made({ editEntry: naming({ height: 1, hash: after(blockHash(shownLast)) }, 2) });
    const anchor = forgeEvidence(session.network, session.node, session.anchor, { header: { previous_hash: SOME_HASH } });
    return bytesOf(session.content({ anchor }));
  };

  const far = { height: FAR, hash: SOME_HASH };
  const above = made({ editEntry: naming(far, 2) });
  return [
    invalid("version 2: a manifest that names a block above its anchor's", await stating(far), "after-mismatch"),
    invalid(
      "version 2: a manifest that names another block than the evidence shows",
      await stating({ height: 1, hash: SOME_HASH }),
      "after-mismatch",
    ),
    invalid("version 2: a chunk that names a block above its anchor's", await bytesOf(above.content()), "after-mismatch", {
      chunk: 2,
    }),
    invalid("version 2: a chunk of a checkpoint that names a block above its checkpoint's", await between(1), "after-mismatch", {
      chunk: 1,
    }),
    invalid(
      "version 2: of two blocks of one height a chunk names the one that is shown last",
      await twice((shownLast) => shownLast),
      "chain-conflict",
    ),
    invalid(
      "version 2: of two blocks of one height a chunk names the one that is shown first",
      await twice(() => SOME_HASH),
      "after-mismatch",
      { chunk: 2 },
    ),
    valid("version 2: a chunk behind a checkpoint that names a block above its checkpoint's", await between(2), {
      checkpoints: 1,
    }),
  ];
}
