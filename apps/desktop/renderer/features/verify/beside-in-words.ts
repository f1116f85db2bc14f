import type { I18n } from "@lingui/core";
import { type AddressBook, nameIn } from "@lucid/proof";
import { deletionInWords } from "./deletion-in-words.ts";
import { networkProofInWords } from "./network-proof-in-words.ts";
import { reasonOf } from "./reasons.ts";
import type { Beside } from "./verifier.protocol.ts";

/** The same with the reader's own name for the network: the worker that checks has no address book. */
export function besideFor({ network, ...beside }: Beside, book: AddressBook): Beside {
  if (!network?.verified) return { ...beside, ...(network && { network }) };
  return { ...beside, network: { ...network, name: nameIn(book, "network", network.facts.network.hash) ?? null } };
}

/** What was found of the files beside a recording, for its report. */
export function besideInWords({ network, receipt }: Beside = {}, i18n: I18n): string[] {
  const lines: string[] = [];
  if (network?.verified) lines.push(...networkProofInWords(network, i18n));
  else if (network) lines.push(`${i18n.t("The network proof beside it is refused")}: ${reasonOf(network.code, i18n)}`);
  // Whose recording it is stands beside the recording itself.
  if (receipt?.verified) {
    const { headline, proven, notProven } = deletionInWords(receipt, true, i18n);
    lines.push(headline, ...proven, ...notProven);
  } else if (receipt) lines.push(`${i18n.t("The deletion receipt beside it is refused")}: ${reasonOf(receipt.code, i18n)}`);
  return lines;
}
