import type { I18n } from "@lingui/core";
import { type AddressBook, nameIn } from "@lucid/proof";
import { deletionInWords } from "./deletion-in-words.ts";
import { networkProofInWords } from "./network-proof-in-words.ts";
import { reasonOf } from "./reasons.ts";
import { timeProofInWords } from "./time-proof-in-words.ts";
import type { Beside } from "./verifier.protocol.ts";
import { witnessProofInWords } from "./witness-proof-in-words.ts";

export interface BesideReader {
  readonly book: AddressBook;
  /** What was expected is the word of a link: it identifies nobody. */
  readonly isOnlyLinked: boolean;
}

/** The same with the reader's own name for the network, which the worker that checks does not know, and as far as the reader expects it. */
export function besideFor({ network, ...beside }: Beside, { book, isOnlyLinked }: BesideReader): Beside {
  if (!network?.verified) return { ...beside, ...(network && { network }) };
  const named = { ...network, name: nameIn(book, "network", network.facts.network.hash) ?? null };
  if (!isOnlyLinked) return { ...beside, network: named };
  return { ...beside, network: { ...named, isExpected: false, bundleNetwork: { ...network.bundleNetwork, trusted: null } } };
}

/** What was found of the files beside a recording, for its report. */
export function besideInWords({ network, time, witnesses, receipt }: Beside = {}, i18n: I18n): string[] {
  const lines: string[] = [];
  if (network?.verified) lines.push(...networkProofInWords(network, i18n));
  else if (network) lines.push(`${i18n.t("The network proof beside it is refused")}: ${reasonOf(network.code, i18n)}`);
  if (witnesses?.verified) lines.push(...witnessProofInWords(witnesses, i18n));
  else if (witnesses) lines.push(`${i18n.t("The witness proof beside it is refused")}: ${reasonOf(witnesses.code, i18n)}`);
  if (time?.verified) lines.push(...timeProofInWords(time, i18n));
  else if (time) lines.push(`${i18n.t("The time proof beside it is refused")}: ${reasonOf(time.code, i18n)}`);
  // Whose recording it is stands beside the recording itself.
  if (receipt?.verified) {
    const { headline, proven, notProven } = deletionInWords(receipt, true, i18n);
    lines.push(headline, ...proven, ...notProven);
  } else if (receipt) lines.push(`${i18n.t("The deletion receipt beside it is refused")}: ${reasonOf(receipt.code, i18n)}`);
  return lines;
}
