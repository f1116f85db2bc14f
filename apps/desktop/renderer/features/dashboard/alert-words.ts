import type { I18n } from "@lingui/core";
import { type Alert, EmergencyAction } from "@lucid/contract";
import { formatShare } from "../../shared/format/index.ts";
import { noticeWords } from "../emergency/index.ts";
import { wordsOfPart } from "../node/index.ts";

export interface AlertWords {
  readonly what: string;
  readonly next: string;
  /** Where to look, or to do it. */
  readonly to: "/admin/payouts" | "/node" | "/chain" | "/admin/emergency" | "/admin/people" | "/admin/sessions";
}

/** What an alert means, what to do, and where. */
export function alertWords({ code, data }: Pick<Alert, "code" | "data">, i18n: I18n): AlertWords {
  const share = formatShare(Number(data["share"] ?? 0), i18n.locale);
  const room = i18n.t("Delete recordings that are not needed, shorten retentions, or give the node a larger disk.");
  switch (code) {
    case "emergency": {
      const action = EmergencyAction.safeParse(data["action"]);
      return {
        what: action.success ? noticeWords(action.data, i18n) : i18n.t("An emergency action is in force."),
        next: i18n.t("Lift it when its reason is gone."),
        to: "/admin/emergency",
      };
    }
    case "part-failing": {
      const { name, broken } = wordsOfPart(String(data["part"] ?? ""), i18n);
      return { what: i18n.t("{part} does not work.", { part: name }), next: broken, to: "/node" };
    }
    case "disk-full":
      return { what: i18n.t("The disk is nearly full: {share} are used.", { share }), next: room, to: "/admin/sessions" };
    case "disk-filling":
      return { what: i18n.t("The disk fills: {share} are used.", { share }), next: room, to: "/admin/sessions" };
    case "storage-full-soon":
      return {
        what: i18n.t("{days, plural, one {The disk is full in # day.} other {The disk is full in # days.}}", {
          days: Number(data["days"] ?? 0),
        }),
        next: room,
        to: "/admin/sessions",
      };
    case "memory-short":
      return {
        what: i18n.t("Memory is short: {share} are used.", { share }),
        next: i18n.t("Let fewer sessions run at once, or give the computer more memory."),
        to: "/node",
      };
    case "load-high":
      return {
        what: i18n.t("The computer has more to do than it can: recordings may stutter."),
        next: i18n.t("Let fewer sessions run at once, or see what else runs on it."),
        to: "/node",
      };
    case "books-disagree":
      return {
        what: i18n.t("Ledger, wallets and chain do not agree: payouts stop."),
        next: i18n.t("See under Payouts what differs, and say what it was."),
        to: "/admin/payouts",
      };
    case "payout-limit-near":
      return {
        what:
          data["limit"] === "hour"
            ? i18n.t("{share} of what may be paid out in an hour are used.", { share })
            : i18n.t("{share} of what may be paid out in a day are used.", { share }),
        next: i18n.t("Payouts beyond it wait, or are refused: see whether they are meant, and raise the limit if they are."),
        to: "/admin/payouts",
      };
    case "not-final":
      return {
        what: i18n.t("{blocks, plural, one {# block is not final.} other {# blocks are not final.}}", {
          blocks: Number(data["blocks"] ?? 0),
        }),
        next: i18n.t("See which nodes of the network do not vote."),
        to: "/chain",
      };
    case "one-super-admin":
      return {
        what: i18n.t("There is one super admin only: if that wallet is lost, nobody runs this node."),
        next: i18n.t("Make a second person super admin. Emergencies are then approved by two."),
        to: "/admin/people",
      };
  }
}
