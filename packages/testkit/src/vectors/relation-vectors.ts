import {
  anchorOf,
  type BundleContent,
  type BundleDescriptor,
  blockHash,
  type Evidence,
  type FailureCode,
  type Manifest,
} from "@lucid/proof";
import { type ForgedEvidence, forgeEvidence } from "../proof/forge-evidence.ts";
import { retold } from "../proof/forgery.ts";
import { createTestChain, type TestChain } from "../proof/test-chain.ts";
import { TEST_EPOCH_S } from "../proof/test-network.ts";
import { buildTestSession, bundleBytes, type TestSession, type TestSessionOptions } from "../proof/test-session.ts";
import { datedBlockVectors } from "./dated-block-vectors.ts";
import { liveVectors } from "./live-vectors.ts";
import { spliceOf } from "./splice.ts";
import { timeDoubtVectors } from "./time-doubt-vectors.ts";
import { base64, invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const OPTIONS: TestSessionOptions = { chunks: 3, chunkBytes: 48, pausedBefore: [2], checkpoints: [1, 2] };
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SOME_HASH = "5".repeat(64);

/** What each part says about time, and whether all of them can be true together. */
export async function relationVectors(): Promise<VectorFile> {
  const session = buildTestSession("vectors", OPTIONS);
  const { manifest } = session.manifest;
  const [early, later] = session.checkpoints as [Evidence, Evidence];
  const { anchor } = session;
  const anchorHeader = headerOf(anchor);
  const lateS = anchorHeader.timestamp + 12_000;
  const clean = await bundleBytes(session.content());

  const bytesOf = async (content: BundleContent): Promise<Vector["input"]> => ({
    bundle: "clean",
    splice: spliceOf(clean, await bundleBytes(content)),
  });
  const good = async (name: string, content: BundleContent, time: object): Promise<Vector> =>
    valid(name, await bytesOf(content), { time });
  const bad = async (name: string, content: BundleContent, code: FailureCode, more: object = {}): Promise<Vector> =>
    invalid(name, await bytesOf(content), code, more);
  const withParts = (parts: { anchor?: Evidence; checkpoints?: Evidence[] }): BundleContent => session.content(parts);
  const forged = (evidence: Evidence, changes: ForgedEvidence): Evidence =>
    forgeEvidence(session.network, session.node, evidence, changes);
  const astray = forged(anchor, {
    header: { previous_hash: SOME_HASH },
    source: { height: 0, hash: session.network.hash },
  });
  const edited = (edit: (drafted: Manifest) => Manifest, describe: Partial<BundleDescriptor> = {}): BundleContent =>
    buildTestSession("vectors", { ...OPTIONS, checkpoints: [], edit }).content({ describe });

  /** The anchor of a session whose times are the manifest's, in a block made when the drafted recording ended. */
  const anchoredAtEnd = (edit: (drafted: Manifest) => Manifest): BundleContent => {
    const other = buildTestSession("vectors", { ...OPTIONS, checkpoints: [], edit });
    const chain = createTestChain(other.network);
    const atS = Math.ceil(manifest.ended_at_ms / 1_000);
    return other.content({ anchor: anchorIn(chain, other, atS) });
  };
  const latestMs = headerOf(anchor).timestamp * 1_000 + MINUTE_MS;

  /** Both on one chain and in one block, sent in the order of the list. */
  const inOneBlock = (order: readonly ("checkpoint" | "anchor")[]): BundleContent => {
    const chain = createTestChain(session.network);
    const atS = Math.ceil(manifest.created_at_ms / 1_000);
    const data = { heads: [{ session_id: session.sessionId, size: 3, root: manifest.merkle.root }] };
    const checkpoint = chain.sign({ type: "node_checkpoint", data }, session.node, atS);
    const sent = { checkpoint, anchor: chain.sign({ type: "session_anchor", data: anchorOf(manifest) }, session.node, atS) };
    chain.addBlock(
      atS,
      order.map((which) => sent[which]),
    );
    chain.addBlock(atS + 10);
    return session.content({ anchor: chain.evidence(sent.anchor), checkpoints: [chain.evidence(checkpoint)] });
  };

  const hiddenMs = 1_800_000;
  const hidden = (drafted: Manifest): Manifest => {
    const end = drafted.ended_at_ms + 2 * hiddenMs;
    return retold(
      drafted,
      ({ started_at_ms, ended_at_ms, gap_before }) => ({
        started_at_ms: started_at_ms + hiddenMs,
        ended_at_ms: ended_at_ms + hiddenMs,
        gap_before: gap_before && { ...gap_before, from_ms: gap_before.from_ms + hiddenMs, to_ms: gap_before.to_ms + hiddenMs },
      }),
      { ended_at_ms: end, created_at_ms: end },
    );
  };
  const dated = await datedBlockVectors("vectors", { ...OPTIONS, checkpoints: [] });
  const whole = { span_ms: 60_370, recorded_ms: 30_000, gap_ms: 30_000, silence_ms: 370, longest_silence_ms: 250 };

  return vectorFile(
    "bundle-relations",
    "Bundles whose parts hold one by one; see topic bundle for the splices. `time` accounts for the time of the whole recording, in milliseconds.",
    [
      valid(
        "two checkpoints and an anchor",
        { bundle: "clean", splice: { at: 0, remove: 0, insert: "" } },
        {
          time: whole,
          doubts: [],
          policy: { version: null, longer_ms: 0, after_loss_ms: 0 },
        },
      ),
      await good("half an hour of silence at each end", edited(hidden), {
        span_ms: 60_370 + 2 * hiddenMs,
        recorded_ms: 30_000,
        gap_ms: 30_000,
        silence_ms: 370 + 2 * hiddenMs,
        longest_silence_ms: hiddenMs + 250,
      }),
      await good("a checkpoint in the anchor's block, before it", inOneBlock(["checkpoint", "anchor"]), whole),
      await bad("a checkpoint in the anchor's block, after it", inOneBlock(["anchor", "checkpoint"]), "checkpoint-late"),
      await bad(
        "a checkpoint in a block after the anchor's",
        withParts({
          checkpoints: [
            forged(later, {
              header: {
                height: anchorHeader.height + 5,
                slot: anchorHeader.slot + 1,
                timestamp: anchorHeader.timestamp + 1_000,
                previous_hash: SOME_HASH,
              },
            }),
          ],
        }),
        "checkpoint-late",
      ),
      await bad(
        "a checkpoint with a later sequence than the anchor's",
        withParts({ checkpoints: [forged(later, { transaction: { sequence: 7 } })] }),
        "checkpoint-late",
      ),
      await bad(
        "a larger checkpoint in an earlier block than a smaller one",
        withParts({
          checkpoints: [
            forged(early, { header: placed(later), transaction: { sequence: 0 } }),
            forged(later, { header: { height: 1, previous_hash: session.network.hash }, transaction: { sequence: 1 } }),
          ],
        }),
        "checkpoint-order",
      ),
      await bad(
        "a larger checkpoint with an earlier sequence than a smaller one",
        withParts({
          checkpoints: [forged(early, { transaction: { sequence: 1 } }), forged(later, { transaction: { sequence: 0 } })],
        }),
        "checkpoint-order",
      ),
      await bad(
        "two final blocks of one height",
        withParts({ checkpoints: [early, forged(later, { header: { timestamp: headerOf(later).timestamp + 1 } })] }),
        "chain-conflict",
      ),
      await bad(
        "a final block with another child than the chain has",
        withParts({ checkpoints: [forged(early, { child: SOME_HASH }), later] }),
        "chain-conflict",
      ),
      await bad(
        "a block before the anchor's that is not the one a checkpoint has there",
        withParts({
          anchor: astray,
          checkpoints: [forged(later, { child: blockHash(headerOf(astray)) })],
        }),
        "chain-conflict",
      ),
      await bad(
        "votes that start at another block than a checkpoint has there",
        withParts({
          anchor: forged(anchor, {
            header: {
              height: 10,
              slot: anchorHeader.slot + 1,
              timestamp: anchorHeader.timestamp + 200,
              previous_hash: SOME_HASH,
            },
            source: { height: 1, hash: SOME_HASH },
          }),
          checkpoints: [early],
        }),
        "chain-conflict",
      ),
      await bad(
        "a final block below the anchor's that is dated after it",
        withParts({
          anchor: forged(anchor, {
            header: {
              height: 10,
              slot: anchorHeader.slot + 1,
              timestamp: anchorHeader.timestamp + 200,
              previous_hash: SOME_HASH,
            },
          }),
          checkpoints: [forged(later, { header: { timestamp: anchorHeader.timestamp + 201 } })],
        }),
        "chain-conflict",
      ),
      await bad(
        "more blocks between two than there are seconds",
        withParts({
          anchor: forged(anchor, {
            header: { height: 100, slot: anchorHeader.slot + 100, timestamp: lateS, previous_hash: SOME_HASH },
            transaction: { expires_at: lateS },
          }),
          checkpoints: [
            forged(later, {
              header: { timestamp: lateS - (100 - headerOf(later).height) + 1 },
              transaction: { expires_at: lateS },
            }),
          ],
        }),
        "chain-conflict",
      ),
      await bad(
        "more blocks between two than there are positions",
        withParts({
          anchor: forged(anchor, {
            header: { height: 100, timestamp: anchorHeader.timestamp + 1_000, previous_hash: SOME_HASH },
          }),
        }),
        "chain-conflict",
      ),
      await bad(
        "more blocks since the genesis than there are positions",
        withParts({
          anchor: forged(anchor, {
            header: { height: 1_000, timestamp: lateS, previous_hash: SOME_HASH },
            transaction: { expires_at: lateS },
          }),
          checkpoints: [],
        }),
        "chain-conflict",
      ),
      await good(
        "a start one day before the network's",
        edited((drafted) => ({ ...drafted, started_at_ms: TEST_EPOCH_S * 1_000 - DAY_MS })),
        {
          span_ms: 60_370 + DAY_MS + 60_000,
          recorded_ms: 30_000,
          gap_ms: 30_000,
          silence_ms: 60_370 + DAY_MS,
          longest_silence_ms: DAY_MS + 60_250,
        },
      ),
      await bad(
        "a start more than a day before the network's",
        edited((drafted) => ({ ...drafted, started_at_ms: TEST_EPOCH_S * 1_000 - DAY_MS - 1 })),
        "start-before-network",
      ),
      await good(
        "an end one minute after the block of the anchor",
        anchoredAtEnd((drafted) => ({ ...drafted, ended_at_ms: latestMs })),
        {
          ...whole,
          span_ms: latestMs - manifest.started_at_ms,
          silence_ms: latestMs - manifest.started_at_ms - 60_000,
          longest_silence_ms: latestMs - manifest.ended_at_ms + 120,
        },
      ),
      await bad(
        "an end more than a minute after the block of the anchor",
        anchoredAtEnd((drafted) => ({ ...drafted, ended_at_ms: latestMs + 1 })),
        "anchor-time",
      ),
      await good(
        "a manifest signed one minute after the block of the anchor",
        anchoredAtEnd((drafted) => ({ ...drafted, created_at_ms: latestMs })),
        whole,
      ),
      await bad(
        "a manifest signed more than a minute after the block of the anchor",
        anchoredAtEnd((drafted) => ({ ...drafted, created_at_ms: latestMs + 1 })),
        "anchor-time",
      ),
      await bad(
        "a checkpoint more than a minute before its last chunk ends",
        withParts({
          checkpoints: [forged(later, { header: { slot: 0, position: 0, timestamp: TEST_EPOCH_S } })],
        }),
        "anchor-time",
        { chunk: 1 },
      ),
      ...(await liveVectors("vectors", OPTIONS, clean)),
      ...(await timeDoubtVectors("vectors", clean)),
      ...dated.vectors,
    ],
    { clean: base64(clean), dated: dated.dated },
  );
}

function headerOf(evidence: Evidence) {
  const [first] = evidence.headers;
  if (first === undefined) throw new RangeError("relation vectors: evidence without headers");
  return first.header;
}

/** Height and time of another piece's block. */
function placed(evidence: Evidence) {
  const { height, slot, position, timestamp, previous_hash } = headerOf(evidence);
  return { height, slot, position, timestamp, previous_hash };
}

function anchorIn(chain: TestChain, { manifest, node }: TestSession, atS: number): Evidence {
  const anchor = chain.sign({ type: "session_anchor", data: anchorOf(manifest.manifest) }, node, atS);
  chain.addBlock(atS, [anchor]);
  chain.addBlock(atS + 10);
  return chain.evidence(anchor);
}
