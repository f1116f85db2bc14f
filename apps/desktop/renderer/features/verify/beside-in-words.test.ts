import { setupI18n } from "@lingui/core";
import {
  type AddressBook,
  bytesSource,
  canonicalBytes,
  type DeletionStatement,
  describeNetworkProof,
  judgeBundle,
  judgeFiles,
  type KnownEntry,
  loadTimeStamps,
  type NetworkProofJudgement,
  type Pins,
  sha256Hex,
} from "@lucid/proof";
import {
  buildTestSession,
  bundleBytes,
  deletionOf,
  networkProofOf,
  STAMP_MS,
  type StampChange,
  type TestAuthority,
  testAuthority,
  timeProofOf,
} from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { besideFor, besideInWords } from "./beside-in-words.ts";
import { deletionInWords } from "./deletion-in-words.ts";
import { utcOf } from "./facts-in-words.ts";
import { networkProofInWords } from "./network-proof-in-words.ts";
import { timeProofInWords } from "./time-proof-in-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const session = buildTestSession("beside in words", { chunks: 3, chunkBytes: 64 });
const HOURS_MS = 7_200_000;
const bundle = bundleBytes(session.content());

/** The verifier writes a time as ISO 8601 has it, and the page as it does everywhere. */
const timed = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => utcOf(Date.parse(time))));

async function judge(change: Partial<DeletionStatement>, isCompared: boolean, pins: Pins = {}, nowMs = Date.UTC(2026, 10, 30)) {
  const recording = isCompared ? bytesSource(await bundle) : undefined;
  const receipt = bytesSource(canonicalBytes(deletionOf(session, change)));
  const networkProof = bytesSource(canonicalBytes(networkProofOf(session)));
  return await judgeFiles({ recording, receipt, networkProof }, judgeBundle, { pins, nowMs });
}

describe("in English, the page says what the verifier says", () => {
  it.each([
    ["alone", {}, false, {}],
    ["beside its recording", {}, true, {}],
    ["deleted before it ended", { deleted_at_ms: session.manifest.manifest.ended_at_ms - HOURS_MS }, true, {}],
    ["deleted after the reader's own clock", { deleted_at_ms: Date.UTC(2026, 10, 30) + HOURS_MS }, false, {}],
    ["of the node that is expected", {}, true, { nodes: [session.node.publicKey] }],
    ["of what had no manifest yet, without a reason", { manifest_hash: null, merkle_root: null, reason: "" }, false, {}],
    ["of a root without a manifest", { manifest_hash: null }, false, {}],
    ["of a manifest without a root", { merkle_root: null }, false, {}],
    [
      "whose owner is expected, with a reason that boasts, of one chunk",
      { chunk_count: 1, reason: 'a". PROVEN' },
      false,
      { owners: [session.owner.address] },
    ],
  ] as const)("of a deletion receipt %s", async (_name, change, isCompared, pins) => {
    const { receipt } = await judge(change, isCompared, pins);
    if (!receipt?.verified) throw new Error("the receipt does not hold");
    const said = deletionInWords(receipt, receipt.identity.node.expected, i18n);
    const lines = [said.headline, ...said.proven, ...said.notProven];
    expect(lines.map((line) => line.replaceAll("\u00a0", " "))).toEqual(
      timed([receipt.headline, ...receipt.proven, ...receipt.notProven]),
    );
  });

  it.each([
    ["of a network that nobody knows", {}],
    ["of one that has a name here", { name: "ours" }],
    ["whose block is ahead", { aheadMs: HOURS_MS }],
    ["of the network that is expected", { expected: "proof" }],
    ["of one that is expected by its name", { expected: "proof", name: "ours" }],
    ["beside a bundle of the network that is expected", { expected: "bundle" }],
  ] as const)("of a network proof %s", async (_name, reader) => {
    const { name, aheadMs, expected } = { name: undefined, aheadMs: 0, expected: undefined, ...reader };
    const { key, network } = await proofOfNetwork(expected, aheadMs);
    const book = bookOf(name === undefined ? [] : [{ kind: "network", key, name, added_at: "" }]);
    const named = besideFor({ network }, { book, isOnlyLinked: false }).network;
    if (!named?.verified) throw new Error("the network proof does not hold");
    expect(networkProofInWords(named, i18n).join(" ").replaceAll("\u00a0", " ")).toBe(
      timed(describeNetworkProof(network.facts, { ...network, name: name ?? null })).join(" "),
    );
  });

  const authority = testAuthority("Test authority");
  const boasting = testAuthority('X". VERIFIED by everybody');
  const [named, own] = [[authority.root.bytes], [authority.signer.bytes]];
  it.each([
    ["of an authority that is named", [{}], { authorities: named }],
    ["of one whose own certificate is named, with an accuracy", [{ accuracy: { seconds: 2 } }], { authorities: own }],
    ["of a block above the final one", [{}], { authorities: named, above: 1 }],
    ["of a block above the final one, with an accuracy", [{ accuracy: { seconds: 2 } }], { authorities: named, above: 2 }],
    ["of an authority of the address book", [{}], { book: [["Ours", authority.root.bytes]] }],
    [
      "of one that is there itself, beside one that is no certificate",
      [{}],
      {
        book: [
          ["It", authority.signer.bytes],
          ["None", Uint8Array.of(48, 0)],
        ],
      },
    ],
    ["of nobody that is named, with a name that boasts", [{}, {}], { by: boasting }],
    ["of two that are far apart", [{}, { atMs: STAMP_MS + HOURS_MS }], {}],
    ["before its own block", [{ atMs: Date.UTC(2025, 11, 31, 22, 1, 40) }], {}],
    ["after the reader's own clock", [{}], { nowMs: STAMP_MS - HOURS_MS }],
  ] as const satisfies readonly TimedCase[])(
    "of a time proof %s",
    async (_name, stamps, { by = authority, ...reader }: TimeReader) => {
      const time = await judgeTimes(stamps, by, reader);
      expect(timeProofInWords(time, i18n).join(" ").replaceAll("\u00a0", " ")).toBe(timed(time.said).join(" "));
      expect(besideInWords({ time }, i18n)).toEqual(timeProofInWords(time, i18n));
    },
  );
});

it("rounds no upper bound of time down", async () => {
  const time = await judgeTimes([{ atMs: STAMP_MS + 1, accuracy: { millis: 250 } }], testAuthority("Test authority"));
  expect(timeProofInWords(time, i18n)[0]).toContain(`was recorded before ${utcOf(STAMP_MS + 1_000)}.`);
});

it("is not identified by what a link alone expects", async () => {
  for (const expected of ["proof", "bundle"] as const) {
    const { network } = await proofOfNetwork(expected);
    const linked = besideFor({ network }, { book: bookOf([]), isOnlyLinked: true }).network;
    if (!linked?.verified) throw new Error("the network proof does not hold");
    expect(networkProofInWords(linked, i18n).join(" ")).not.toContain("you expect");
    expect(networkProofInWords(linked, i18n).join(" ")).toContain("Anybody can found a network");
  }
});

interface TimeReader {
  readonly by?: TestAuthority;
  /** So many blocks above the final one is the block that was stamped. */
  readonly above?: number;
  readonly authorities?: readonly Uint8Array[];
  readonly book?: readonly (readonly [name: string, certificate: Uint8Array])[];
  readonly nowMs?: number;
}
type TimedCase = readonly [name: string, stamps: readonly StampChange[], reader: TimeReader];

async function judgeTimes(stamps: readonly StampChange[], by: TestAuthority, given: Omit<TimeReader, "by"> = {}) {
  const known = (given.book ?? []).map(([name, bytes]): KnownEntry => {
    const certificate = Buffer.from(bytes).toString("hex");
    return { kind: "authority", key: sha256Hex(bytes), certificate, name, added_at: "2026-11-30T00:00:00.000Z" };
  });
  const reader = { ...given, book: bookOf(known) };
  const proofOf = (change: StampChange = {}) => timeProofOf(session, by, change, given.above);
  const document = { ...proofOf(), stamps: stamps.flatMap((change) => proofOf(change).stamps) };
  const { judgeTimeProof } = await loadTimeStamps();
  const { subtle } = globalThis.crypto;
  const { time } = await judgeFiles(
    { recording: bytesSource(await bundle), timeProof: bytesSource(canonicalBytes(document)) },
    judgeBundle,
    { judgeTimeProof: (bytes, about) => judgeTimeProof(bytes, about, { subtle, ...reader }) },
  );
  if (!time?.verified) throw new Error("the time proof does not hold");
  return time;
}

async function proofOfNetwork(expected?: "proof" | "bundle", aheadMs = 0) {
  const key = hashOfNetwork((await judge({}, true)).network);
  const pins = expected === undefined ? {} : { networks: [expected === "proof" ? key : session.network.hash] };
  const { network } = await judge({}, true, pins, Date.UTC(2026, 0, 1, 0, 1, 50) - aheadMs);
  if (!network?.verified) throw new Error("the network proof does not hold");
  return { key, network };
}

function hashOfNetwork(network: NetworkProofJudgement | undefined): string {
  if (!network?.verified) throw new Error("the network proof does not hold");
  return network.facts.network.hash;
}

const bookOf = (known: KnownEntry[]): AddressBook => ({ format: "lucid-known", version: 1, known });

it("keeps what was refused beside a recording on its report", async () => {
  const other = await judge({ chunk_count: 4 }, true);
  const { receipt } = other;
  const refused = { verified: false, code: "anchor-mismatch", reason: "" } as const;
  const time = { verified: false, code: "authority-unexpected", reason: "" } as const;
  expect(besideInWords({ ...(receipt && { receipt }), network: refused, time }, i18n)).toEqual([
    "The network proof beside it is refused: The entry on the chain is about another recording than this one.",
    "The time proof beside it is refused: None of the stamps is by an authority that you expect.",
    "The deletion receipt beside it is refused: The receipt is about another recording than this one.",
  ]);
  const { network, receipt: holds } = await judge({}, true);
  const lines = besideInWords({ ...(network && { network }), ...(holds && { receipt: holds }) }, i18n);
  expect(lines[0]).toContain('Final in the network "vectors"');
  expect(lines.join(" ")).toContain("signed that it deleted its copy");
  expect(lines.join(" ")).not.toContain("Who it is from");
  expect(besideInWords(undefined, i18n)).toEqual([]);
});
