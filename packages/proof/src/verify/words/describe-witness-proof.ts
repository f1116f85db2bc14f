import type { WitnessProofAcceptance, WitnessSight } from "../judge-witness-proof.ts";
import { foreignText } from "./foreign-text.ts";
import { spanInWords, timeInWords } from "./words.ts";

/** So many that the reader does not know are named. */
const NAMED_STRANGERS = 4;

/** What a witness proof adds: whose word there is, what each says, and what none of them saw. */
export const describeWitnessProof = ({
  facts,
  seen,
  asked,
}: Pick<WitnessProofAcceptance, "facts" | "seen" | "asked">): string[] => [
  counted(facts, seen, asked),
  ...seen.map((sight) => sentence(facts, sight)),
  ...seen.flatMap(doubtful),
  "A witness sees hashes of blocks alone: neither the recording nor who voted, nothing that others were shown under another member's key, and nothing of what came after.",
];

type Facts = WitnessProofAcceptance["facts"];

function counted({ strangers }: Facts, seen: readonly WitnessSight[], asked: number): string {
  const own =
    asked === 0
      ? "You know no witness: nothing here rests on one, until you have its verifier key in your address book."
      : asked === 1
        ? `The one witness that you know ${seen.length === 0 ? "has not seen" : "saw"} this history of the network.`
        : `Of the ${asked} witnesses that you know, ${seen.length === 0 ? "none" : seen.length} saw this history of the network.`;
  if (strangers.length === 0) return own;
  const named = strangers.slice(0, NAMED_STRANGERS).map(({ name, keyId }) => `${foreignText(name)} (key ${keyId})`);
  const more = strangers.length > NAMED_STRANGERS ? ", and others" : "";
  const signatures =
    strangers.length === 1
      ? "One signature is by somebody you do not know, was not checked and counts for nothing"
      : `${strangers.length} signatures are by others than you know, were not checked and count for nothing`;
  return `${own} ${signatures}: ${named.join(", ")}${more}.`;
}

const sentence = ({ member, size, height }: Facts, { witness, keyId, atMs, known }: WitnessSight): string =>
  `${known === null ? `The witness ${foreignText(witness.name)} (key ${keyId}), which you named,` : `The witness "${known}" of your address book`} ` +
  `says that at ${timeInWords(atMs)} it had seen one history of ${size} final blocks from the member ${member.slice(0, 16)}…, and no other before it; ` +
  `block ${height}, which holds this recording, is in it.`;

function doubtful({ witness, known, aheadMs, blockAfterMs }: WitnessSight): string[] {
  const who = known === null ? foreignText(witness.name) : `"${known}"`;
  return [
    ...(aheadMs === 0 ? [] : [`What ${who} says is dated ${spanInWords(aheadMs)} after your own clock.`]),
    ...(blockAfterMs === 0
      ? []
      : [
          `A contradiction: the block is dated ${spanInWords(blockAfterMs)} after the time at which ${who} says that it saw it. One of the two clocks was wrong.`,
        ]),
  ];
}
