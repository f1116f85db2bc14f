import type { I18n } from "@lingui/core";
import type { Alert, Language } from "@lucid/contract";
import { textsIn } from "../texts/index.ts";
import type { FactRow } from "./notification-repository.ts";

interface AlertWords {
  readonly what: string;
  readonly next: string;
}
type Code = Exclude<Alert["code"], "emergency" | "one-super-admin">;

/** What each alert says in an e-mail, and what to do. */
function wordsOf(data: FactRow["data"], i18n: I18n): Readonly<Record<Code, AlertWords>> {
  const share = new Intl.NumberFormat(i18n.locale, { style: "percent" }).format(Number(data["share"] ?? 0));
  const room = i18n.t("Delete recordings that are not needed, shorten retentions, or give the node a larger disk.");
  return {
    "part-failing": {
      what: i18n.t("A part of the node does not work: {part}.", { part: data["part"] ?? "" }),
      next: i18n.t("The page of the node says what is wrong with it."),
    },
    "disk-full": { what: i18n.t("The disk is nearly full: {share} are used.", { share }), next: room },
    "disk-filling": { what: i18n.t("The disk fills: {share} are used.", { share }), next: room },
    "storage-full-soon": {
      what: i18n.t(
        "{days, plural, one {At the rate of the last days the disk is full in a day.} other {At the rate of the last days the disk is full in # days.}}",
        { days: data["days"] ?? 0 },
      ),
      next: room,
    },
    "memory-short": {
      what: i18n.t("Memory is short: {share} are used.", { share }),
      next: i18n.t("Let fewer sessions run at once, or give the computer more memory."),
    },
    "load-high": {
      what: i18n.t("The computer has more to do than it can: recordings may stutter."),
      next: i18n.t("Let fewer sessions run at once, or see what else runs on it."),
    },
    "books-disagree": {
      what: i18n.t("Ledger, wallets and chain do not agree: payouts stop."),
      next: i18n.t("See under Payouts what differs, and say what it was."),
    },
    "payout-limit-near": {
      what:
        data["limit"] === "hour"
          ? i18n.t("{share} of what may be paid out in an hour are used.", { share })
          : i18n.t("{share} of what may be paid out in a day are used.", { share }),
      next: i18n.t("Payouts beyond it wait, or are refused: see whether they are meant, and raise the limit if they are."),
    },
    "not-final": {
      what: i18n.t("{blocks, plural, one {# block is not final.} other {# blocks are not final.}}", {
        blocks: data["blocks"] ?? 0,
      }),
      next: i18n.t("See which nodes of the network do not vote."),
    },
  };
}

/** One alert in words: with what to do while it holds. */
export function alertText(data: FactRow["data"], isOver: boolean, language: Language): string {
  const i18n = textsIn(language);
  const all: Readonly<Record<string, AlertWords>> = wordsOf(data, i18n);
  const words = all[String(data["code"])];
  if (!words) return String(data["code"]);
  return isOver ? i18n.t("Over: {what}", { what: words.what }) : `${words.what} ${words.next}`;
}
