import type { I18n } from "@lingui/core";
import { foreignText, type NetworkProofAcceptance } from "@lucid/proof";
import { formatCount } from "../../shared/format/index.ts";
import { spanOf, utcOf } from "./facts-in-words.ts";

/** What a network proof adds, on whose word it rests, and which network is which. English is the wording of the verifier itself. */
export const networkProofInWords = (accepted: NetworkProofAcceptance, i18n: I18n): string[] => [
  finalInWords(accepted.facts, i18n),
  identifiedInWords(accepted, i18n),
  besideBundleInWords(accepted, i18n),
  ...(accepted.aheadMs === 0
    ? []
    : [i18n.t("Its block is dated {span} after your own clock.", { span: spanOf(accepted.aheadMs) })]),
];

function identifiedInWords({ name, isExpected }: NetworkProofAcceptance, i18n: I18n): string {
  if (name === null)
    return isExpected
      ? i18n.t("It is the network that you expect.")
      : i18n.t("Anybody can found a network and be all of its members: compare its hash with the one that you know.");
  return isExpected
    ? i18n.t('It is the network "{name}" that you expect.', { name })
    : i18n.t('It is the network "{name}" of your address book.', { name });
}

function besideBundleInWords({ bundleNetwork: { name, hash, trusted } }: NetworkProofAcceptance, i18n: I18n): string {
  const values = { name: foreignText(name), hash };
  return trusted === true
    ? i18n.t("The blocks in the bundle are of another network, {name} ({hash}), which is one that you expect.", values)
    : i18n.t("The blocks in the bundle are of another network, {name} ({hash}).", values);
}

function finalInWords(facts: NetworkProofAcceptance["facts"], i18n: I18n): string {
  const final = i18n.t(
    "{count, plural, one {Final in the network {name} ({hash}) of # member} other {Final in the network {name} ({hash}) of # members}}: the whole recording existed by {time} (block {height}, final with block {finalHeight}).",
    {
      ...{ count: facts.members, name: foreignText(facts.network.name), hash: facts.network.hash },
      ...{ time: utcOf(facts.time * 1_000), height: formatCount(facts.height), finalHeight: formatCount(facts.finalHeight) },
    },
  );
  const whose = i18n.t(
    "{keys, plural, one {That time is the word of one member, who holds more than two thirds of the weight.} other {That time is the word of # members together, at least.}}",
    { keys: facts.decidingKeys },
  );
  return `${final} ${whose}`;
}
