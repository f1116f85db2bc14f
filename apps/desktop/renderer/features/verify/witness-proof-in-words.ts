import type { I18n } from "@lingui/core";
import { foreignText, type WitnessProofAcceptance, type WitnessSight } from "@lucid/proof";
import { formatCount } from "../../shared/format/index.ts";
import { spanOf, utcOf } from "./facts-in-words.ts";

/** So many that the reader does not know are named. */
const NAMED_STRANGERS = 4;

/** What a witness proof adds, and whose word that is. English is the wording of the verifier itself. */
export const witnessProofInWords = ({ facts, seen, asked }: WitnessProofAcceptance, i18n: I18n): string[] => [
  countedInWords(facts, { seen: seen.length, asked }, i18n),
  ...seen.map((sight) => sightInWords(facts, sight, i18n)),
  ...seen.flatMap((sight) => doubtsInWords(sight, i18n)),
  i18n.t(
    "A witness sees hashes of blocks alone: neither the recording nor who voted, nothing that others were shown under another member's key, and nothing of what came after.",
  ),
];

type Facts = WitnessProofAcceptance["facts"];

function countedInWords(
  { strangers }: Facts,
  { seen, asked }: { readonly seen: number; readonly asked: number },
  i18n: I18n,
): string {
  const own =
    asked === 0
      ? i18n.t("You know no witness: nothing here rests on one, until you have its verifier key in your address book.")
      : seen === 0
        ? i18n.t(
            "{asked, plural, one {The one witness that you know has not seen this history of the network.} other {Of the # witnesses that you know, none saw this history of the network.}}",
            { asked },
          )
        : i18n.t(
            "{asked, plural, one {The one witness that you know saw this history of the network.} other {Of the # witnesses that you know, {seen} saw this history of the network.}}",
            { asked, seen },
          );
  if (strangers.length === 0) return own;
  const named = strangers
    .slice(0, NAMED_STRANGERS)
    .map(({ name, keyId }) => i18n.t("{name} (key {keyId})", { name: foreignText(name), keyId }))
    .join(", ");
  const names = strangers.length > NAMED_STRANGERS ? i18n.t("{named}, and others", { named }) : named;
  const others = i18n.t(
    "{count, plural, one {One signature is by somebody you do not know, was not checked and counts for nothing: {names}.} other {# signatures are by others than you know, were not checked and count for nothing: {names}.}}",
    { count: strangers.length, names },
  );
  return `${own} ${others}`;
}

function sightInWords({ member, size, height }: Facts, { witness, keyId, atMs, known }: WitnessSight, i18n: I18n): string {
  const said = {
    ...{ time: utcOf(atMs), size: formatCount(size), member: member.slice(0, 16), height: formatCount(height) },
  };
  return known === null
    ? i18n.t(
        "The witness {name} (key {keyId}), which you named, says that at {time} it had seen one history of {size} final blocks from the member {member}…, and no other before it; block {height}, which holds this recording, is in it.",
        { ...said, name: foreignText(witness.name), keyId },
      )
    : i18n.t(
        'The witness "{known}" of your address book says that at {time} it had seen one history of {size} final blocks from the member {member}…, and no other before it; block {height}, which holds this recording, is in it.',
        { ...said, known },
      );
}

function doubtsInWords({ witness: { name }, known, aheadMs, blockAfterMs }: WitnessSight, i18n: I18n): string[] {
  const witness = known === null ? foreignText(name) : `"${known}"`;
  return [
    ...(aheadMs === 0
      ? []
      : [i18n.t("What {witness} says is dated {span} after your own clock.", { witness, span: spanOf(aheadMs) })]),
    ...(blockAfterMs === 0
      ? []
      : [
          i18n.t(
            "A contradiction: the block is dated {span} after the time at which {witness} says that it saw it. One of the two clocks was wrong.",
            { witness, span: spanOf(blockAfterMs) },
          ),
        ]),
  ];
}
