import { buildTestSession, bundleBytes, networkProofOf, testWitness, witnessProofOf } from "@lucid/testkit";
import { beforeAll, describe, expect, it } from "vitest";
import { type ByteSource, bytesSource } from "../byte-source.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { writeVerifierKey } from "../witness/signed-note.ts";
import { type AddressBook, emptyBook } from "./address-book/address-book.ts";
import { judgeBundle } from "./judge-bundle.ts";
import { judgeFiles, kindBeside } from "./judge-files.ts";
import type { JudgeWitnessesOptions, WitnessProofAcceptance } from "./judge-witness-proof.ts";

const session = buildTestSession("judge witnesses", { chunks: 2, chunkBytes: 64 });
const proof = networkProofOf(session);
const AT = 1_900_000_000;
const [ONE, TWO] = ["witness.example/one", "witness.example/two"];
const document = witnessProofOf(proof, [
  { name: TWO, at: AT + 5 },
  { name: ONE, at: AT },
]);
const networkProof = bytesSource(canonicalBytes(proof));

let recording: ByteSource;
beforeAll(async () => {
  recording = bytesSource(await bundleBytes(session.content()));
});

function bookOf(names: Readonly<Record<string, string>>): AddressBook {
  const known = Object.entries(names).map(([name, mine]) => ({
    ...{ kind: "witness" as const, key: testWitness(name).publicKey, verifier_key: writeVerifierKey(testWitness(name)) },
    ...{ name: mine, added_at: "2026-12-01T00:00:00.000Z" },
  }));
  return { ...emptyBook, known };
}

const judged = async (given: object, reader: JudgeWitnessesOptions = {}) =>
  (await judgeFiles({ recording, networkProof, witnessProof: bytesSource(canonicalBytes(given)) }, judgeBundle, reader))
    .witnesses;

async function accepted(given: object, reader: JudgeWitnessesOptions = {}): Promise<WitnessProofAcceptance> {
  const judgement = await judged(given, reader);
  if (judgement?.verified !== true) throw new Error(`the witness proof does not hold: ${judgement?.code}`);
  return judgement;
}

describe("a witness proof for a reader", () => {
  it("says by the reader's own names who saw the history, the earliest first, and what none of them saw", async () => {
    const book = bookOf({ [ONE]: "Alice", [TWO]: "Bob", "witness.example/three": "Carol" });
    const { seen, asked, facts, said } = await accepted(document, { book, nowMs: (AT + 9) * 1_000 });
    expect(seen.map(({ known, atMs, aheadMs, blockAfterMs }) => [known, atMs, aheadMs, blockAfterMs])).toEqual([
      ["Alice", AT * 1_000, 0, 0],
      ["Bob", (AT + 5) * 1_000, 0, 0],
    ]);
    expect([asked, facts.strangers, facts.size]).toEqual([3, [], 20]);
    expect(said).toHaveLength(4);
    expect(said[0]).toBe("Of the 3 witnesses that you know, 2 saw this history of the network.");
    expect(said[1]).toMatch(
      /^The witness "Alice" of your address book says that at 2030-\S+ .*had seen one history of 20 final blocks from the member [0-9a-f]{16}…, and no other before it; block \d+, which holds this recording, is in it\.$/,
    );
    expect(said[3]).toMatch(/^A witness sees hashes of blocks alone: neither the recording nor who voted/);
  });

  it("counts for nothing who is not known, and names those as they name themselves", async () => {
    const { seen, asked, said } = await accepted(document);
    expect([seen, asked]).toEqual([[], 0]);
    expect(said[0]).toMatch(
      /^You know no witness: .* 2 signatures are by others than you know, were not checked and count for nothing: "witness\.example\/two" \(key [0-9a-f]{8}\), "witness\.example\/one" \(key [0-9a-f]{8}\)\.$/,
    );
    const own = await accepted(document, { book: bookOf({ [ONE]: "Alice" }) });
    expect(own.said[0]).toMatch(/^The one witness that you know saw this history of the network\. One signature is by somebody/);
    const many = Array.from({ length: 6 }, (_, at) => ({ name: `w${at}\u202e`, at: AT }));
    const foreign = await accepted(witnessProofOf(proof, many), { book: bookOf({ [ONE]: "Alice" }) });
    expect(foreign.said[0]).toMatch(/^The one witness that you know has not seen .* 6 signatures are .*, and others\.$/);
    expect(foreign.said[0]).not.toContain("\u202e");
  });

  it("is refused where a witness of the reader's did not sign it, whatever others did", async () => {
    const forged = witnessProofOf(proof, [
      { name: TWO, at: AT },
      { name: ONE, at: AT, by: "somebody else" },
    ]);
    expect(await judged(forged, { book: bookOf({ [ONE]: "Alice", [TWO]: "Bob" }) })).toMatchObject({
      ...{ verified: false, code: "witness-signature", detail: ONE },
    });
    expect(await judged(forged, { book: bookOf({ [TWO]: "Bob" }) })).toMatchObject({ verified: true, seen: [{ known: "Bob" }] });
  });

  it("is refused where none of those that are expected signed it", async () => {
    const book = bookOf({ [ONE]: "Alice" });
    const expecting = (name: string) => ({ book, expectedWitnesses: [testWitness(name)] });
    expect(await judged(document, expecting("nobody"))).toMatchObject({ verified: false, code: "witness-unexpected" });
    const { seen, asked, said } = await accepted(document, expecting(TWO));
    expect([seen.map(({ known }) => known), asked]).toEqual([["Alice", null], 2]);
    expect(said[2]).toMatch(/^The witness "witness\.example\/two" \(key [0-9a-f]{8}\), which you named, says/);
  });

  it("tells clocks that contradict each other", async () => {
    const book = bookOf({ [ONE]: "Alice" });
    const late = await accepted(document, { book, nowMs: AT * 1_000 - 60_001 });
    expect(late.said).toContain('What "Alice" says is dated 1 min after your own clock.');
    expect((await accepted(document, { book, nowMs: AT * 1_000 - 60_000 })).said.join()).not.toContain("your own clock");
    const early = await accepted(witnessProofOf(proof, [{ name: ONE, at: 0 }]), { book });
    expect(early.said.join("\n")).toMatch(
      /A contradiction: the block is dated .* after the time at which "Alice" says that it saw it\./,
    );
  });

  it("is refused beside another recording's network proof, and is said nothing of where that does not hold", async () => {
    const other = networkProofOf(buildTestSession("judge other witnesses", { chunks: 2, chunkBytes: 64 }));
    expect(await judged(witnessProofOf(other, []))).toMatchObject({ verified: false, code: "witness-history" });
    const witnessProof = bytesSource(canonicalBytes(document));
    const given = { recording, networkProof: bytesSource(canonicalBytes(other)), witnessProof };
    expect(await judgeFiles(given, judgeBundle)).toMatchObject({ network: { code: "anchor-mismatch" } });
    expect(await judgeFiles(given, judgeBundle)).not.toHaveProperty("witnesses");
    expect(await judgeFiles({ recording, witnessProof }, judgeBundle)).not.toHaveProperty("witnesses");
    expect(await kindBeside(witnessProof)).toBe("witness-proof");
  });

  it("is refused when it is longer than any such document", async () => {
    const witnessProof = bytesSource(new Uint8Array(1_048_577).fill(0x20));
    expect((await judgeFiles({ recording, networkProof, witnessProof }, judgeBundle)).witnesses).toMatchObject({
      code: "too-large",
    });
  });
});
