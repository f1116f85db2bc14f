import { setupI18n } from "@lingui/core";
import { bytesSource, canonicalBytes, emptyBook, judgeBundle, judgeFiles, witness } from "@lucid/proof";
import { buildTestSession, bundleBytes, networkProofOf, type TestSight, testWitness, witnessProofOf } from "@lucid/testkit";
import { expect, it } from "vitest";
import { besideInWords } from "./beside-in-words.ts";
import { utcOf } from "./facts-in-words.ts";
import { witnessProofInWords } from "./witness-proof-in-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const session = buildTestSession("witnesses in words", { chunks: 2, chunkBytes: 64 });
const proof = networkProofOf(session);
const blockTime = (proof.evidence.header ?? proof.evidence.final.header).timestamp;
const AT = 1_900_000_000;
const names = (...all: readonly string[]): TestSight[] => all.map((name, place) => ({ name, at: AT + place }));

/** The verifier writes a time as ISO 8601 has it, and the page as it does everywhere. */
const timed = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => utcOf(Date.parse(time))));

async function judge(sights: readonly TestSight[], known: readonly string[], expected: readonly string[] = []) {
  const entries = known.map((name) => ({
    ...{ kind: "witness" as const, key: testWitness(name).publicKey, added_at: "2026-12-01T00:00:00.000Z" },
    ...{ verifier_key: witness.writeVerifierKey(testWitness(name)), name: `my ${name}` },
  }));
  const given = {
    recording: bytesSource(await bundleBytes(session.content())),
    networkProof: bytesSource(canonicalBytes(proof)),
    witnessProof: bytesSource(canonicalBytes(witnessProofOf(proof, sights))),
  };
  const reader = {
    ...{ book: { ...emptyBook, known: entries }, nowMs: (AT + 1) * 1_000 },
    ...(expected.length > 0 && { expectedWitnesses: expected.map(testWitness) }),
  };
  return (await judgeFiles(given, judgeBundle, reader)).witnesses;
}

it.each([
  ["two that are known, and one that is not", names("a", "b", "c"), ["a", "b"], []],
  ["one that is named, beside one of the book", names("a", "b"), ["a"], ["b"]],
  ["nobody", [], [], []],
  ["strangers alone, many", names("a", "b", "c", "d", "e"), ["x"], []],
  ["one that is dated after the reader's clock", [{ name: "a", at: AT + 1 + 7_200 }], ["a"], []],
  ["one that saw a block before its time", [{ name: "a", at: blockTime - 7_200 }], ["a", "b"], []],
] as const)("in English, the page says what the verifier says, of %s", async (_name, sights, known, expected) => {
  const judged = await judge(sights, known, expected);
  if (!judged?.verified) throw new Error("the witness proof does not hold");
  const lines = witnessProofInWords(judged, i18n);
  expect(lines.map((line) => line.replaceAll("\u00a0", " "))).toEqual(timed(judged.said));
  expect(besideInWords({ witnesses: judged }, i18n)).toEqual(lines);
});

it("says in a report why one is refused", async () => {
  const judged = await judge([{ name: "a", at: AT, by: "b" }], ["a"]);
  expect(judged && besideInWords({ witnesses: judged }, i18n)).toEqual([
    "The witness proof beside it is refused: The signature of a witness that you know does not hold: it was changed, or is over another history.",
  ]);
});
