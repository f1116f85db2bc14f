import { readFileSync } from "node:fs";
import type { VectorFile } from "@lucid/testkit";
import { describe, expect, it } from "vitest";

/**
 * Every time that a bundle states. Of each two of them it stands below how they must lie, and what becomes of a bundle in which
 * they do not; or why nothing can be asked of them.
 */
const times = {
  G: "genesis_time of the network",
  S: "started_at_ms of the recording",
  cS: "started_at_ms of an entry",
  cE: "ended_at_ms of an entry",
  gF: "from_ms of the gap before the next entry",
  gT: "to_ms of that gap",
  nS: "started_at_ms of the next entry",
  E: "ended_at_ms of the recording",
  C: "created_at_ms of the manifest",
  L: "ends_at_ms of the grant",
  bG: "time of the block that the grant names",
  bN: "time of the block that the next entry names",
  bM: "time of the block that the manifest names",
  K: "time of the block of a checkpoint over the entry",
  A: "time of the block of the anchor",
  F: "time of the final block above it",
  X: "expires_at of the anchor's transaction",
  M: "created_at_ms of lucid.json",
  R: "range_ms of lucid.json",
  N: "the reader's clock",
} as const;
type Time = keyof typeof times;

interface Relation {
  readonly before: Time;
  readonly after: Time;
  /** A vector in which it does not hold, and is refused with this code. */
  readonly refused?: readonly [code: string, topic: VectorFile["topic"], vector: string];
  /** A vector of topic bundle-relations in which it does not hold, and this doubt is said. */
  readonly said?: readonly [doubt: string, vector: string];
  /** A test of ours shows it: vectors have no reader. */
  readonly tested?: true;
}

const relations: readonly Relation[] = [
  {
    before: "G",
    after: "S",
    refused: ["start-before-network", "bundle-relations", "a start more than a day before the network's"],
    said: ["start-before-genesis", "times: a start before the network's"],
  },
  { before: "S", after: "cS", refused: ["chunk-times", "manifest", "a start after the first chunk"] },
  { before: "cS", after: "cE", refused: ["chunk-times", "chunk-entry", "an end before the start"] },
  { before: "cE", after: "gF", refused: ["gap-mismatch", "chunk-entry", "a gap that begins before the chunk before it ended"] },
  { before: "gF", after: "gT", refused: ["gap-mismatch", "chunk-entry", "a gap that ends before it begins"] },
  { before: "gT", after: "nS", refused: ["gap-mismatch", "chunk-entry", "a gap that ends after the chunk starts"] },
  { before: "cE", after: "nS", refused: ["chunk-times", "chunk-entry", "a start before the chunk before it ended"] },
  { before: "nS", after: "E", refused: ["chunk-times", "manifest", "a last chunk that ends after the recording"] },
  { before: "cE", after: "E", refused: ["chunk-times", "manifest", "a last chunk that ends after the recording"] },
  { before: "E", after: "L", refused: ["grant-expired", "manifest", "a grant that ended before the recording"] },
  { before: "E", after: "C", said: ["signed-before-end", "times: signed before the end"] },
  {
    before: "E",
    after: "A",
    refused: ["anchor-time", "bundle-relations", "an end more than a minute after the block of the anchor"],
    said: ["anchor-before-end", "times: an end a second after the block"],
  },
  { before: "S", after: "A", said: ["anchor-before-start", "times: a start a second after the block"] },
  {
    before: "C",
    after: "A",
    refused: ["anchor-time", "bundle-relations", "a manifest signed more than a minute after the block of the anchor"],
  },
  {
    before: "cE",
    after: "K",
    refused: ["anchor-time", "bundle-relations", "a checkpoint more than a minute before its last chunk ends"],
    said: ["checkpoint-before-chunk", "times: a chunk that ends a second after its checkpoint"],
  },
  { before: "K", after: "A", refused: ["checkpoint-late", "bundle-relations", "a checkpoint in a block after the anchor's"] },
  { before: "A", after: "F", refused: ["header-chain", "transaction-block-header", "the time of the block before"] },
  {
    before: "A",
    after: "X",
    refused: ["transaction-expired", "attestation-and-finality", "a transaction that had expired a second before"],
  },
  { before: "F", after: "M", said: ["made-before-block", "times: a file made more than a minute before its final block"] },
  { before: "F", after: "N", tested: true },
  {
    before: "G",
    after: "bG",
    refused: ["chain-conflict", "bundle-relations", "more blocks since the genesis than there are positions"],
  },
  {
    before: "bG",
    after: "bN",
    refused: ["after-mismatch", "manifest", "version 2: a later block in the grant than in the first entry"],
  },
  {
    before: "bN",
    after: "bM",
    refused: ["after-mismatch", "manifest", "version 2: an earlier block in the manifest than in its last entry"],
  },
  {
    before: "bM",
    after: "A",
    refused: ["after-mismatch", "bundle", "version 2: a manifest that names a block above its anchor's"],
  },
  {
    before: "bN",
    after: "K",
    refused: ["after-mismatch", "bundle", "version 2: chunks that name the block of their checkpoint"],
  },
  { before: "bG", after: "S", said: ["start-before-block", "times: a start more than a minute before the block of the grant"] },
  {
    before: "bN",
    after: "nS",
    said: ["start-before-block", "times: a first chunk more than a minute before the block it names"],
  },
  { before: "bM", after: "C", said: ["signed-before-block", "times: signed more than a minute before the block it names"] },
  { before: "S", after: "R", refused: ["descriptor-invalid", "bundle", "a time range that begins before the recording"] },
  { before: "R", after: "E", refused: ["descriptor-invalid", "bundle", "a time range that ends after the recording"] },
];

/** Pairs of which nothing can be asked, by why. Each is of no path of relations from one to the other. */
const free: Readonly<Record<string, readonly (readonly [Time, Time])[]>> = {
  "the grant covers the recording alone: it may be over when that is signed, or long not be": [
    ["C", "L"],
    ["L", "A"],
    ["L", "F"],
    ["L", "K"],
    ["L", "M"],
    ["L", "N"],
    ["L", "X"],
    ["L", "bM"],
  ],
  "until when a transaction may be taken into a block says nothing of what comes after": [
    ["F", "X"],
    ["X", "M"],
    ["X", "N"],
  ],
  "nobody signs when a file was made, and it is compared with its blocks": [["M", "N"]],
  "a checkpoint may be of any time after its entries: whether it is dated before the end is told as a figure": [
    ["C", "K"],
    ["E", "K"],
    ["gF", "K"],
    ["gT", "K"],
    ["nS", "K"],
    ["bM", "K"],
    ["K", "R"],
  ],
  "a named block may be of any time before who names it": [
    ["S", "bN"],
    ["cS", "bN"],
    ["cE", "bN"],
    ["gF", "bN"],
    ["gT", "bN"],
    ["S", "bM"],
    ["cS", "bM"],
    ["cE", "bM"],
    ["gF", "bM"],
    ["gT", "bM"],
    ["nS", "bM"],
    ["E", "bM"],
    ["bN", "R"],
    ["bM", "R"],
  ],
  "a part may begin and end anywhere in the recording: what touches it must be here": [
    ["cS", "R"],
    ["cE", "R"],
    ["gF", "R"],
    ["gT", "R"],
    ["nS", "R"],
  ],
};

const file = (topic: VectorFile["topic"]): VectorFile =>
  JSON.parse(readFileSync(new URL(`../../../../docs/formats/vectors/${topic}.json`, import.meta.url), "utf8")) as VectorFile;
const topics = new Map(
  [...new Set(["bundle-relations" as const, ...relations.flatMap(({ refused }) => (refused ? [refused[1]] : []))])].map(
    (topic) => [topic, file(topic)],
  ),
);
const expected = (topic: VectorFile["topic"], name: string) =>
  topics.get(topic)?.vectors.find((vector) => vector.name === name)?.expect;

/** Times that must lie at or after a time, by some path of relations. */
function reached(from: Time, seen = new Set<Time>()): Set<Time> {
  for (const { before, after } of relations) {
    if (before !== from || seen.has(after)) continue;
    seen.add(after);
    reached(after, seen);
  }
  return seen;
}

describe("every two times of a bundle", () => {
  it.each(relations.filter(({ refused }) => refused).map((one) => [times[one.before], times[one.after], one] as const))(
    "are refused where they contradict each other: %s, %s",
    (_before, _after, { refused: [code, topic, name] = ["", "bundle", ""] }) => {
      expect(expected(topic, name)).toMatchObject({ code });
    },
  );

  it.each(relations.filter(({ said }) => said).map((one) => [times[one.before], times[one.after], one] as const))(
    "are said to contradict each other where a clock can be why: %s, %s",
    (_before, _after, { said: [code, name] = ["", ""] }) => {
      expect(expected("bundle-relations", name)).toMatchObject({
        doubts: expect.arrayContaining([{ code, ms: expect.any(Number) }]),
      });
    },
  );

  it("have a relation each, or are among those of which nothing can be asked", () => {
    const named = Object.keys(times) as Time[];
    const closed = new Map(named.map((time) => [time, reached(time)]));
    const unrelated = named.flatMap((one, at) =>
      named
        .slice(at + 1)
        .filter((other) => !closed.get(one)?.has(other) && !closed.get(other)?.has(one))
        .map((other) => `${one} ${other}`),
    );
    const listed = Object.values(free).flatMap((pairs) => pairs.map(([one, other]) => `${one} ${other}`));
    expect(unrelated.toSorted()).toEqual(listed.toSorted());
    for (const time of named) expect(closed.get(time)?.has(time)).toBe(false);
    for (const { refused, said, tested } of relations) expect(refused ?? said ?? tested).toBeDefined();
  });
});
