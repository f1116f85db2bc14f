import { createHash } from "node:crypto";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { BlockRef, Count, Hash, PublicKey, Signature, v2 } from "@lucid/proof";
import { z } from "zod";
import { tallyOf } from "../credits/tally.ts";
import type { SignedByAll } from "../engine/last-signed.ts";
import type { StoredSnapshot } from "../store/store.types.ts";
import type { BranchState, ListRow } from "./branch-state.ts";
import type { EpochEnd } from "./epoch-ends.ts";
import { type Lists, listsOf } from "./lists.ts";
import { emptyRows, type RowKind, type Rows, rowName } from "./rows.ts";

/** The lists of final blocks, each from a height on. */
export interface ListsFrom {
  readonly from: number;
  readonly lists: Lists;
}

export const listsIn = (all: readonly ListsFrom[], height: number): Lists => {
  const found = all.findLast(({ from }) => from <= height);
  if (found === undefined) throw new Error(`chain: there are no lists of height ${height}`);
  return found.lists;
};

/** What a node keeps of its chain up to a block, so that it need not apply the blocks up to there again. */
export interface SnapshotContent {
  readonly end: EpochEnd;
  /** Hashes of the blocks from the genesis to that block. */
  readonly canonical: readonly string[];
  readonly lists: readonly ListsFrom[];
  readonly signed: SignedByAll;
}

const Frontier = z.strictObject({ count: Count, peaks: z.array(Hash) });
const Target = z.strictObject({
  ...{ height: Count, epoch: Count, justified: z.boolean(), votes: z.array(z.tuple([Count, Count])) },
});
const Vote = z.strictObject({ attester: PublicKey, epoch: Count, source: BlockRef, target: BlockRef, signature: Signature });
const SignedBlock = z.strictObject({ slot: Count, position: Count, hash: Hash });

/** All of a snapshot but its rows. What follows from the rows, the blocks or the lists is not in it. */
const Head = z.strictObject({
  ...{ version: z.literal(1), hash: Hash, epoch: Count, anchors: Frontier, tx_total: Count, history: Frontier },
  finality: z.strictObject({ final: Count, justified: z.array(Count), targets: z.array(Target) }),
  handover: Count.nullable(),
  weights: z.array(Count),
  /** Epochs that the tally sums up. */
  window: Count,
  parameters: v2.Parameters,
  ...{ rest_before: Hash, rest: Hash },
  lists: z.array(z.strictObject({ from: Count, members: v2.Members })).min(1),
  signed: z.strictObject({ blocks: z.array(z.tuple([PublicKey, SignedBlock])), votes: z.array(Vote) }),
  rows: Count,
  /** SHA-256 over the hashes of the blocks from height 1 to this one. */
  blocks: Hash,
  /** SHA-256 over the parts as they are kept. */
  parts: Hash,
});
type Head = z.infer<typeof Head>;

/** Rows of one part: a commit and some ten milliseconds. */
const PART_ROWS = 4_096;
const MAX_PART_BYTES = 268_435_456;
const params = { [constants.ZSTD_c_compressionLevel]: 1 };

/** Parts of a snapshot, one after the other, and its head at the end. */
export function* writeSnapshot(content: SnapshotContent): Generator<Uint8Array, string> {
  const { state } = content.end;
  const digest = createHash("sha256");
  let rows: (readonly [RowKind, string, unknown])[] = [];
  let count = 0;
  const packed = (): Uint8Array => {
    const part = zstdCompressSync(JSON.stringify(rows), { params });
    digest.update(part);
    count += rows.length;
    rows = [];
    return part;
  };
  for (const row of state.rows.all()) {
    rows.push(row);
    if (rows.length === PART_ROWS) yield packed();
  }
  yield packed();
  return JSON.stringify({ ...headOf(content), rows: count, parts: digest.digest("hex") } satisfies Head);
}

function headOf({ end: { block, state }, canonical, lists, signed }: SnapshotContent): Omit<Head, "rows" | "parts"> {
  const { epoch, anchors, txTotal, history, finality, handoverAt, weights, tally, parameters, restBefore, rest } = state;
  const { final, justified, targets } = finality;
  const frontier = ({ count, peaks }: typeof anchors) => ({ count, peaks: [...peaks] });
  return {
    ...{ version: 1, hash: block.hash, epoch, anchors: frontier(anchors), tx_total: txTotal, history: frontier(history) },
    finality: {
      ...{ final, justified: [...justified] },
      targets: targets.map((one) => ({ height: one.height, epoch: one.epoch, justified: one.justified, votes: [...one.votes] })),
    },
    ...{ handover: handoverAt ?? null, weights: [...weights], window: tally.epochs, parameters },
    ...{ rest_before: restBefore, rest },
    lists: lists.filter(({ from }) => from <= block.height).map((one) => ({ from: one.from, members: one.lists.members })),
    signed: { blocks: signed.blocks.map(([key, one]) => [key, one]), votes: signed.votes.map(plainVote) },
    blocks: blocksDigest(canonical.slice(1, block.height + 1)),
  };
}

export interface OpenedSnapshot extends Pick<SnapshotContent, "lists" | "signed"> {
  readonly hash: string;
  readonly state: BranchState;
}

/**
 * The state of a snapshot. Nothing in it is believed but that it is as it was written: whoever opens it compares it with the headers.
 * @throws Error when it is not as it was written, or is not of these blocks.
 */
export function readSnapshot({ height, head: text, parts }: StoredSnapshot, canonical: readonly string[]): OpenedSnapshot {
  const parsed = Head.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error("its head is malformed");
  const head = parsed.data;
  if (head.hash !== canonical[height] || blocksDigest(canonical.slice(1, height + 1)) !== head.blocks)
    throw new Error("it is of other blocks");
  const rows = readRows(head, parts());
  const lists = head.lists.map(({ from, members }) => ({ from, lists: listsOf(members) }));
  const { epoch, anchors, history, finality, window, parameters } = head;
  const targets = finality.targets.map(({ votes, ...target }) => ({
    ...{ ...target, hash: canonical[target.height] ?? "", voters: listsIn(lists, target.height).voters, votes: new Map(votes) },
  }));
  return {
    ...{ hash: head.hash, lists, signed: head.signed },
    state: {
      ...{ epoch, rows, anchors, txTotal: head.tx_total, history, finality: { ...finality, targets } },
      ...{ lists: listsIn(lists, height), handoverAt: head.handover ?? undefined, roster: rosterIn(rows, epoch) },
      ...{ weights: head.weights, tally: tallyOf(rows, epoch - 1, { window_epochs: window }), parameters },
      ...{ restBefore: head.rest_before, rest: head.rest },
    },
  };
}

function readRows({ rows: expected, parts: digest, anchors }: Head, parts: Iterable<Uint8Array>): Rows {
  const found = createHash("sha256");
  const rows = new Map<string, unknown>();
  let anchored = 0;
  for (const part of parts) {
    found.update(part);
    const text = zstdDecompressSync(part, { maxOutputLength: MAX_PART_BYTES }).toString("utf8");
    for (const [kind, key, value] of JSON.parse(text) as [RowKind, string, unknown][]) {
      rows.set(rowName(kind, key), value);
      if (kind === "anchored") anchored += 1;
    }
  }
  if (found.digest("hex") !== digest || rows.size !== expected) throw new Error("it is not as it was written");
  if (anchored !== anchors.count) throw new Error("its anchored tags are not those of its anchors");
  return emptyRows.with(rows);
}

function rosterIn(rows: Rows, epoch: number): v2.MemberList {
  const version = rows.get<number>("roster", String(epoch)) ?? -1;
  const row = rows.get<ListRow>("list", String(version));
  if (row === undefined) throw new Error("its roster is not there");
  return { version, members: [...row.members] };
}

/** A vote with nothing else that came with it. */
const plainVote = ({ attester, epoch, source, target, signature }: SignedByAll["votes"][number]) => ({
  ...{ attester, epoch, signature },
  ...{ source: { height: source.height, hash: source.hash }, target: { height: target.height, hash: target.hash } },
});

const blocksDigest = (hashes: readonly string[]): string => {
  const digest = createHash("sha256");
  for (const hash of hashes) digest.update(hash, "hex");
  return digest.digest("hex");
};
