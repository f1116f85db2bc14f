import type { I18n } from "@lingui/core";
import type { NetworkProofAcceptance } from "@lucid/proof";
import { formatCount } from "../../shared/format/index.ts";
import { spanOf, utcOf } from "./facts-in-words.ts";

/** What a network proof adds, and on whose word it rests. English is the wording of the verifier itself. */
export const networkProofInWords = ({ facts, name, aheadMs }: NetworkProofAcceptance, i18n: I18n): string[] => [
  finalInWords(facts, i18n),
  name === null
    ? i18n.t("Anybody can found a network and be all of its members: compare its hash with the one that you know.")
    : i18n.t('It is the network "{name}" of your address book.', { name }),
  ...(aheadMs === 0 ? [] : [i18n.t("Its block is dated {span} after your own clock.", { span: spanOf(aheadMs) })]),
];

function finalInWords(facts: NetworkProofAcceptance["facts"], i18n: I18n): string {
  const final = i18n.t(
    "{count, plural, one {Final in the network {name} ({hash}) of # member} other {Final in the network {name} ({hash}) of # members}}: the whole recording existed by {time} (block {height}, final with block {finalHeight}).",
    {
      ...{ count: facts.members, name: facts.network.name, hash: facts.network.hash },
      ...{ time: utcOf(facts.time * 1_000), height: formatCount(facts.height), finalHeight: formatCount(facts.finalHeight) },
    },
  );
  const whose = i18n.t(
    "{keys, plural, one {That time is the word of one member, who holds more than two thirds of the weight.} other {That time is the word of # members together, at least.}}",
    { keys: facts.decidingKeys },
  );
  return `${final} ${whose}`;
}
