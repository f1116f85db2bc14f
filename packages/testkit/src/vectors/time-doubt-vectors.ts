import {
  anchorOf,
  type BlockRef,
  blockHash,
  type ChunkEntry,
  type ChunkEntryV2,
  canonicalBytes,
  type Manifest,
  merkle,
} from "@lucid/proof";
import { createTestChain } from "../proof/test-chain.ts";
import { TEST_EPOCH_S, testNetwork } from "../proof/test-network.ts";
import { buildTestSession, bundleBytes, type TestSessionOptions } from "../proof/test-session.ts";
import { spliceOf } from "./splice.ts";
import { type Vector, valid } from "./vector.ts";

const EPOCH_MS = TEST_EPOCH_S * 1_000;

interface Timed {
  /** What the manifest says in place of what it was drafted with; times in milliseconds after the network's genesis. */
  readonly span?: { readonly from?: number; readonly to?: number; readonly signed?: number };
  readonly entries?: Readonly<Record<number, Partial<ChunkEntryV2>>>;
  /** Block of the checkpoint over the first two chunks, and of the anchor, in seconds after the genesis. */
  readonly checkpointS?: number;
  readonly anchorS?: number;
  /** When the file says to have been made, in milliseconds after the genesis. */
  readonly madeMs?: number;
  /** Blocks from the anchor's to the final one. */
  readonly final?: number;
}

interface Named extends Timed {
  /** Blocks before the recording, in seconds after the genesis; and which of them are said to come before what, and are dated. */
  readonly blocksAtS?: readonly number[];
  readonly named?: { readonly granted?: number; readonly begun?: number; readonly signed?: number };
  readonly dated?: readonly number[];
}

/** Times that contradict one another and that a clock can explain: each at the most of which nothing is said, and beyond it. */
export async function timeDoubtVectors(seed: string, clean: Uint8Array): Promise<Vector[]> {
  async function bytesOf(options: TestSessionOptions, { blocksAtS = [], dated = [], ...timed }: Named): Promise<Uint8Array> {
    const { span = {}, checkpointS, anchorS = 121, madeMs = 181_000, final = 0, named = {} } = timed;
    const network = testNetwork(seed, options.network);
    const chain = createTestChain(network);
    for (const atS of blocksAtS) chain.addBlock(TEST_EPOCH_S + atS);
    const refAt = (height: number | undefined): BlockRef | undefined => {
      if (height === 0) return { height, hash: network.hash };
      const block = height === undefined ? undefined : chain.blocks[height - 1];
      return height === undefined || block === undefined ? undefined : { height, hash: blockHash(block.header) };
    };
    const granted = refAt(named.granted);
    const edit = (drafted: Manifest): Manifest => {
      const entries = drafted.chunks.map((entry): ChunkEntry => {
        const changed = { ...entry, ...timed.entries?.[entry.index] } as ChunkEntry;
        return options.version === 2 ? { ...changed, after: refAt(named.begun) ?? granted ?? null } : changed;
      });
      const signed = refAt(named.signed) ?? refAt(named.begun) ?? granted ?? null;
      const endedMs = EPOCH_MS + (span.to ?? drafted.ended_at_ms - EPOCH_MS);
      return {
        ...drafted,
        chunks: entries,
        merkle: { ...drafted.merkle, root: merkle.rootOf(entries.map(canonicalBytes)) },
        started_at_ms: EPOCH_MS + (span.from ?? drafted.started_at_ms - EPOCH_MS),
        ended_at_ms: endedMs,
        created_at_ms: span.signed === undefined ? endedMs : EPOCH_MS + span.signed,
        ...(options.version === 2 ? { after: signed } : {}),
      };
    };
    const session = buildTestSession(seed, {
      ...{ chunkBytes: 48, pausedBefore: [2], checkpoints: [], chunks: 3, ...options, edit },
      ...(granted === undefined ? {} : { grantAfter: granted }),
    });
    const { manifest } = session.manifest;
    const send = (data: Parameters<typeof chain.sign>[0], atS: number) => {
      const sent = chain.sign(data, session.node, TEST_EPOCH_S + atS);
      chain.addBlock(TEST_EPOCH_S + atS, [sent]);
      return sent;
    };
    const head = { session_id: session.sessionId, size: 2, root: merkle.rootOf(manifest.chunks.slice(0, 2).map(canonicalBytes)) };
    const checkpoint =
      checkpointS === undefined ? undefined : send({ type: "node_checkpoint", data: { heads: [head] } }, checkpointS);
    const anchor = send({ type: "session_anchor", data: anchorOf(manifest) }, anchorS);
    for (let block = 0; block <= final; block += 1) chain.addBlock(TEST_EPOCH_S + anchorS + 10);
    return await bundleBytes(
      session.content({
        anchor: chain.evidence(anchor, { final }),
        checkpoints: checkpoint && [chain.evidence(checkpoint)],
        describe: { created_at_ms: EPOCH_MS + madeMs, version: dated.length > 0 ? 2 : 1 },
        ...(dated.length > 0 ? { blocks: dated.map((height) => chain.blockEvidence(height)) } : {}),
      }),
    );
  }

  type Doubts = readonly (readonly [code: string, ms: number])[];
  async function doubted(
    name: string,
    options: TestSessionOptions,
    timed: Named,
    doubts: Doubts,
    more: object = {},
  ): Promise<Vector> {
    const input = { bundle: "clean", splice: spliceOf(clean, await bytesOf(options, timed)) };
    return valid(`times: ${name}`, input, { doubts: doubts.map(([code, ms]) => ({ code, ms })), ...more });
  }

  const at = (ms: number): number => EPOCH_MS + ms;
  /** All of version 1 as far as it goes without a word. */
  const edge: Timed = {
    span: { from: 0, to: 120_999, signed: 120_999 },
    entries: { 0: { started_at_ms: at(10_250) }, 1: { ended_at_ms: at(70_999), clock_error_ms: 60_000 } },
    checkpointS: 70,
    anchorS: 120,
    madeMs: 60_000,
  };
  const span = (changes: Timed["span"]): Timed => ({ ...edge, span: { ...edge.span, ...changes } });
  const entries = (changes: Timed["entries"]): Timed => ({ ...edge, entries: { ...edge.entries, ...changes } });
  const first = (name: string, timed: Timed, doubts: Doubts) => doubted(name, {}, timed, doubts);

  /** A block beyond all dates, and a file of so many milliseconds after 1970. */
  const far = (name: string, madeMs: number, ms: number, blockS = 9_007_199_254_750) => {
    const timed = { ...edge, anchorS: blockS - TEST_EPOCH_S, madeMs: madeMs - EPOCH_MS };
    return first(name, timed, [["made-before-block", ms]]);
  };

  const single = (name: string, from: number, doubts: Doubts) => {
    const entry = { started_at_ms: at(61_500), ended_at_ms: at(71_500) };
    const timed = { span: { from, to: 71_500 }, entries: { 0: entry }, anchorS: 60 };
    return doubted(name, { chunks: 1, pausedBefore: [] }, timed, doubts);
  };
  const second = (name: string, timed: Named, doubts: Doubts, options: TestSessionOptions = {}) =>
    doubted(name, { version: 2, ...options }, { anchorS: 141, madeMs: 201_000, ...timed }, doubts);
  /** The chunk after the gap begins at 51 250 by the clock that nobody can set. */
  const stepped = (name: string, ms: number, doubts: Doubts) =>
    second(name, { entries: { 2: { started_monotonic_ms: 51_250 - ms, ended_monotonic_ms: 61_250 - ms } } }, doubts);
  /**
   * Ten chunks of one length by the clock that nobody can set and another by the other, each some time behind the one before
   * it, and an eleventh of these lengths.
   */
  const drifting = (name: string, chunk: Lengths, apart: Lengths, last: Lengths, doubts: Doubts) => {
    const entries = Array.from({ length: 11 }, (_, index) => {
      const { monotonic, wall } = index === 10 ? last : chunk;
      const [began, beganAt] = [1_250 + index * apart.monotonic, at(60_250 + index * apart.wall)];
      return {
        ...{ started_monotonic_ms: began, ended_monotonic_ms: began + monotonic },
        ...{ started_at_ms: beganAt, ended_at_ms: beganAt + wall },
      };
    });
    return second(name, { span: { to: 72_000 }, entries: Object.fromEntries(entries.entries()) }, doubts, {
      chunks: 11,
      pausedBefore: [],
    });
  };
  const begunAt = (ms: number): Pick<Named, "span" | "entries"> => ({
    span: { from: ms },
    entries: { 0: { started_at_ms: at(ms), started_monotonic_ms: ms - 59_000 } },
  });
  const named = { blocksAtS: [0, 10, 120], named: { begun: 3 }, dated: [3] };
  const allowed = { ...named, named: { granted: 3 } };
  const unshown = { blocksAtS: [0, 120, 130, 140], named: { granted: 2, begun: 4 }, dated: [2] };
  const signed = { ...named, named: { signed: 3 } };
  const policy = (duration_s: number) => ({
    format: "lucid-policy",
    version: 1,
    input: { mouse: true, keyboard: true },
    clipboard: { host_to_remote: false, remote_to_host: false },
    network: "none",
    recording: { keystrokes: false, on_loss: "freeze" },
    limits: { duration_s, idle_s: 30 },
  });

  return [
    await first("all as far apart as nothing is said of it", edge, []),
    await first("a start before the network's", span({ from: -1 }), [["start-before-genesis", 1]]),
    await first("signed before the end", span({ signed: 120_998 }), [["signed-before-end", 1]]),
    await first("an end a second after the block", span({ to: 121_000, signed: 121_000 }), [["anchor-before-end", 1_000]]),
    await single("a start within the second of the block", 60_999, [["anchor-before-end", 11_500]]),
    await single("a start a second after the block", 61_000, [["anchor-before-start", 1_000]]),
    await first("a chunk that ends a second after its checkpoint", entries({ 1: { ended_at_ms: at(71_000) } }), [
      ["checkpoint-before-chunk", 1_000],
    ]),
    await first("a file made more than a minute before its block", { ...edge, madeMs: 59_999 }, [["made-before-block", 60_001]]),
    await first("a file made more than a minute before its final block", { ...edge, madeMs: 69_999, final: 1 }, [
      ["made-before-block", 60_001],
    ]),
    await far("a file made as long before its block as a number says", 9_009, Number.MAX_SAFE_INTEGER),
    await far("a file made a millisecond less before its block", 9_010, Number.MAX_SAFE_INTEGER - 1),
    await far("a file made a millisecond more before its block", 9_008, Number.MAX_SAFE_INTEGER),
    await far("a file made at the first moment, before a block of the last", 0, Number.MAX_SAFE_INTEGER, 9_007_199_254_700_000),
    await first("a clock wrong by more than a minute", entries({ 1: { ended_at_ms: at(70_999), clock_error_ms: 60_001 } }), [
      ["clock-error", 60_001],
    ]),
    await first("a chunk of more than a minute", entries({ 0: { started_at_ms: at(10_249) } }), [["long-chunk", 60_001]]),
    await first("several at once", { ...span({ from: -5_000, signed: 120_000 }), madeMs: 0 }, [
      ["start-before-genesis", 5_000],
      ["signed-before-end", 999],
      ["made-before-block", 120_000],
    ]),
    await stepped("two clocks a second apart across a gap", 1_000, []),
    await stepped("two clocks more than a second apart across a gap", 1_001, [["clock-step", 1_001]]),
    await stepped("two clocks more than a second apart across a gap, the other way", -1_001, [["clock-step", 1_001]]),
    await stepped("two clocks far apart across a gap", 5_000, [["clock-step", 5_000]]),
    await drifting("chunks longer by one clock", { monotonic: 100, wall: 200 }, APART, { monotonic: 0, wall: 1 }, []),
    await drifting("chunks too much longer by one clock", { monotonic: 100, wall: 200 }, APART, { monotonic: 0, wall: 2 }, [
      ["clock-drift", 1_002],
    ]),
    await drifting(
      "spans between chunks too much longer by one clock",
      { monotonic: 100, wall: 100 },
      APART,
      { monotonic: 0, wall: 2 },
      [["clock-drift", 1_002]],
    ),
    await drifting(
      "chunks too much shorter by one clock",
      { monotonic: 200, wall: 100 },
      { monotonic: 1_000, wall: 900 },
      { monotonic: 3, wall: 0 },
      [["clock-drift", 1_003]],
    ),
    await second("a first chunk a minute before the block it names", { ...begunAt(60_000), ...named }, []),
    await second("a first chunk more than a minute before the block it names", { ...begunAt(59_999), ...named }, [
      ["start-before-block", 60_001],
    ]),
    await second("a start a minute before the block of the grant", { span: { from: 60_000 }, ...allowed }, []),
    await second("a start more than a minute before the block of the grant", { span: { from: 59_999 }, ...allowed }, [
      ["start-before-block", 60_001],
    ]),
    await second("a start before the genesis that the grant names", { span: { from: -62_000 }, named: { granted: 0 } }, [
      ["start-before-genesis", 62_000],
    ]),
    await second("a first chunk a minute before the earliest of a block", { ...begunAt(62_000), ...unshown }, []),
    await second("a first chunk more than a minute before the earliest of a block", { ...begunAt(61_999), ...unshown }, [
      ["start-before-block", 60_001],
    ]),
    await second("signed a minute before the block it names", { span: { signed: 60_000 }, ...signed }, [
      ["signed-before-end", 60_370],
    ]),
    await second("signed more than a minute before the block it names", { span: { signed: 59_999 }, ...signed }, [
      ["signed-before-block", 60_001],
      ["signed-before-end", 60_371],
    ]),
    await doubted("as long as its policy allows, and a minute more", { policy: policy(61) }, edge, [], {
      policy: { version: 1, longer_ms: 0, after_loss_ms: 0 },
    }),
    await doubted("longer than its policy allows", { policy: policy(10) }, edge, [], {
      policy: { version: 1, longer_ms: 110_999, after_loss_ms: 0 },
    }),
  ];
}

/** Milliseconds by the clock that nobody can set, and by the other. */
interface Lengths {
  readonly monotonic: number;
  readonly wall: number;
}

const APART: Lengths = { monotonic: 1_000, wall: 1_100 };
