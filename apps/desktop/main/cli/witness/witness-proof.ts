import { type AddressBook, foreignText, type WitnessProofJudgement, witness, witnessesIn, witnessKey } from "@lucid/proof";
import { CommandError, EXIT } from "../exit-codes.ts";
import { terminalSentence, terminalText } from "../terminal-text.ts";

interface GivenWitnesses {
  readonly witnessProof?: string;
  readonly witness?: readonly string[];
}

/** The witnesses that are expected: by a name of the book, or by a verifier key. @throws CommandError where a text is neither. */
export function readWitnesses(given: GivenWitnesses, book: AddressBook): readonly witness.NoteKey[] | undefined {
  if (given.witness === undefined) return undefined;
  if (given.witnessProof === undefined) throw new CommandError(EXIT.usage, "--witness goes with --witness-proof");
  return given.witness.map((text) => {
    const known = witnessesIn(book).find(({ name, key }) => name === text || key === text.toLowerCase());
    const key = witnessKey(known?.verifier_key ?? text);
    if (key !== undefined) return key;
    throw new CommandError(
      EXIT.usage,
      `"${terminalText(text)}" is no witness: give a verifier key, or a name of your address book (lucid known list)`,
    );
  });
}

export function witnessesInJson(judged: WitnessProofJudgement): object {
  if (!judged.verified) return judged;
  const { verified, facts, seen, asked } = judged;
  const sights = seen.map(({ witness: key, known, atMs, aheadMs, blockAfterMs }) => ({
    ...{ verifier_key: witness.writeVerifierKey(key), known, atMs, aheadMs, blockAfterMs },
  }));
  return { verified, ...facts, known: asked, seen: sights };
}

export function describeWitnesses(judged: WitnessProofJudgement): string {
  if (judged.verified) return inLines(judged.said.map((line) => `  ${line}`));
  const { reason, code, detail } = judged;
  // A detail may quote the file: names of its fields are whatever its maker wanted to have said.
  const place = detail === undefined ? "" : ` (${foreignText(detail)})`;
  return inLines(["NOT VERIFIED: the witness proof", `  ${reason}`, `  ${code}${place}`]);
}

const inLines = (lines: readonly string[]): string => lines.map((line) => `${terminalSentence(line)}\n`).join("");
