import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import type { Failure } from "../../api/failure.ts";
import { chainWords } from "./chain-words.ts";
import { commonWords } from "./common-words.ts";
import { entryWords } from "./entry-words.ts";
import { invoiceWords } from "./invoice-words.ts";
import { loginWords } from "./login-words.ts";
import { networkWords } from "./network-words.ts";
import { organisationWords } from "./organisation-words.ts";
import { type PageCode, pageWords } from "./page-words.ts";
import { obstacleOfPayoutWords, payoutWords } from "./payout-words.ts";
import { peopleWords, suspensionWords } from "./people-words.ts";
import { policyWords } from "./policy-words.ts";
import { recordingWords } from "./recording-words.ts";
import { sessionWords } from "./session-words.ts";
import { obstacleOfStakingWords } from "./staking-words.ts";
import { timeStampWords } from "./time-stamp-words.ts";
import { torWords } from "./tor-words.ts";
import { tronWords } from "./tron-words.ts";
import { witnessWords } from "./witness-words.ts";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Words for every refusal that the contract declares, and for what the page finds by itself. */
export const allErrorWords = (i18n: I18n): Record<ErrorCode | PageCode, ErrorWords> => ({
  ...commonWords(i18n),
  ...loginWords(i18n),
  ...entryWords(i18n),
  ...peopleWords(i18n),
  ...organisationWords(i18n),
  ...sessionWords(i18n),
  ...policyWords(i18n),
  ...recordingWords(i18n),
  ...chainWords(i18n),
  ...networkWords(i18n),
  ...timeStampWords(i18n),
  ...witnessWords(i18n),
  ...torWords(i18n),
  ...tronWords(i18n),
  ...payoutWords(i18n),
  ...invoiceWords(i18n),
  ...pageWords(i18n),
});

/** The words for a code; undefined for one of a newer node, or of no kind that the page knows. */
export function errorWordsOf(code: string, i18n: I18n): ErrorWords | undefined {
  const all: Readonly<Record<string, ErrorWords>> = allErrorWords(i18n);
  return Object.hasOwn(all, code) ? all[code] : undefined;
}

type WordedFailure = Pick<Failure, "code" | "message"> & { readonly details?: unknown };

/** A failure in the reader's language. What the page has no words for is shown in the words of whoever said it. */
export function wordsOfFailure({ code, message, details }: WordedFailure, i18n: I18n): ErrorWords {
  const { reload, operator } = nextSteps(i18n);
  const unworded =
    code === "PAGE"
      ? { what: i18n.t("It failed in this browser: “{message}”.", { message }), next: reload }
      : { what: i18n.t("The node says: “{message}”.", { message }), next: operator };
  const exact =
    suspensionWords(code, details, i18n) ??
    obstacleOfPayoutWords(code, details, i18n) ??
    obstacleOfStakingWords(code, details, i18n);
  return exact ?? errorWordsOf(code, i18n) ?? unworded;
}

/** A code in one line: what it means and what to do. */
export function explainError(code: string, i18n: I18n): string {
  const words = errorWordsOf(code, i18n);
  return words
    ? `${words.what} ${words.next}`
    : i18n.t("The node gives a reason that this page has no words for: {code}.", { code });
}
