import { setupI18n } from "@lingui/core";
import { bytesSource, canonicalBytes, type DeletionStatement, judgeBundle, judgeFiles, type Pins } from "@lucid/proof";
import { buildTestSession, bundleBytes, deletionOf, networkProofOf } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { besideFor, besideInWords } from "./beside-in-words.ts";
import { deletionInWords } from "./deletion-in-words.ts";
import { utcOf } from "./facts-in-words.ts";
import { networkProofInWords } from "./network-proof-in-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const session = buildTestSession("beside in words", { chunks: 3, chunkBytes: 64 });
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
    ["of the node that is expected", {}, true, { nodes: [session.node.publicKey] }],
    ["of what had no manifest yet, without a reason", { manifest_hash: null, merkle_root: null, reason: "" }, false, {}],
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
    expect([said.headline, ...said.proven, ...said.notProven]).toEqual(
      timed([receipt.headline, ...receipt.proven, ...receipt.notProven]),
    );
  });

  it.each([
    ["of a network that nobody knows", null, 0],
    ["of one that has a name here", "ours", 0],
    ["whose block is ahead", null, 7_200_000],
  ])("of a network proof %s", async (_name, name, aheadMs) => {
    const { network } = await judge({}, true, {}, Date.UTC(2026, 0, 1, 0, 1, 50) - aheadMs);
    if (!network?.verified) throw new Error("the network proof does not hold");
    const known = { kind: "network", key: network.facts.network.hash, name: name ?? "", added_at: "" } as const;
    const book = { format: "lucid-known", version: 1, known: name === null ? [] : [known] } as const;
    const named = besideFor({ network }, book).network;
    if (!named?.verified) throw new Error("the network proof does not hold");
    const [final, whose, ...more] = networkProofInWords(named, i18n);
    expect([final, ...more].join(" ").replaceAll("\u00a0", " ")).toBe(
      timed([network.said[0] ?? "", ...network.said.slice(2)]).join(" "),
    );
    expect(whose).toBe(name === null ? network.said[1] : 'It is the network "ours" of your address book.');
  });
});

it("keeps what was refused beside a recording on its report", async () => {
  const other = await judge({ chunk_count: 4 }, true);
  const { receipt } = other;
  const refused = { verified: false, code: "anchor-mismatch", reason: "" } as const;
  expect(besideInWords({ ...(receipt && { receipt }), network: refused }, i18n)).toEqual([
    "The network proof beside it is refused: The entry on the chain is about another recording than this one.",
    "The deletion receipt beside it is refused: The receipt is about another recording than this one.",
  ]);
  const { network, receipt: holds } = await judge({}, true);
  const lines = besideInWords({ ...(network && { network }), ...(holds && { receipt: holds }) }, i18n);
  expect(lines[0]).toContain("Final in the network vectors");
  expect(lines.join(" ")).toContain("signed that it deleted its copy");
  expect(lines.join(" ")).not.toContain("Who it is from");
  expect(besideInWords(undefined, i18n)).toEqual([]);
});
