import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

/** Refusals of payments and of the wallets that they are made with. */
export function tronWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_TRON_ERR_${string}`>, ErrorWords> {
  const { again, ask, reload } = nextSteps(i18n);
  return {
    LUCID_TRON_ERR_2601: { what: i18n.t("Payments are off on this node: it names no TRON network."), next: ask },
    LUCID_TRON_ERR_2602: {
      what: i18n.t("The process of payments does not run or does not answer just now. The node goes on without it."),
      next: again,
    },
    LUCID_TRON_ERR_2603: {
      what: i18n.t("The TRON network does not answer, or is another one than the one that is set. Nothing was changed."),
      next: again,
    },
    LUCID_TRON_ERR_2604: { what: i18n.t("The node knows no such wallet of yours."), next: reload },
    LUCID_TRON_ERR_2605: {
      what: i18n.t("You have as many wallets as an account may have."),
      next: i18n.t("Remove one first."),
    },
    LUCID_TRON_ERR_2606: {
      what: i18n.t("You have a wallet with this address already."),
      next: i18n.t("Look for it in the list."),
    },
    LUCID_TRON_ERR_2607: {
      what: i18n.t("This wallet is only watched: its key is not on this node."),
      next: i18n.t("Remove it, and import its words or its key instead."),
    },
    LUCID_TRON_ERR_2608: {
      what: i18n.t("The passphrase does not open this wallet."),
      next: i18n.t("Try again. After five wrong ones the wallet takes none for half an hour."),
    },
    LUCID_TRON_ERR_2609: {
      what: i18n.t("There were too many wrong passphrases: this wallet takes none for half an hour."),
      next: again,
    },
    LUCID_TRON_ERR_2610: {
      what: i18n.t("The process of payments was started anew since this page asked for its key."),
      next: again,
    },
    LUCID_TRON_ERR_2611: {
      what: i18n.t("Those are no words or no key of a TRON wallet, or those of another one. A passphrase needs 12 characters."),
      next: i18n.t("Check every word, and their order."),
    },
    LUCID_TRON_ERR_2612: { what: i18n.t("The node knows no such transfer of yours."), next: reload },
    LUCID_TRON_ERR_2613: {
      what: i18n.t("The transfer cannot be made as things are. Nothing was signed."),
      next: i18n.t("Ask what it costs again: the answer says what stands in the way."),
    },
    LUCID_TRON_ERR_2614: {
      what: i18n.t("The transfer would cost more by now than you agreed to. Nothing was signed."),
      next: i18n.t("Ask what it costs again."),
    },
    LUCID_TRON_ERR_2615: {
      what: i18n.t("That is more than an account may send from this node in a day. Nothing was signed."),
      next: i18n.t("Send less, or wait until a day has passed since your last transfers."),
    },
    LUCID_TRON_ERR_2616: {
      what: i18n.t("Another transfer was ordered with this idempotency key."),
      next: i18n.t("Look for it in the list. A new order needs a key of its own."),
    },
    LUCID_TRON_ERR_2618: {
      what: i18n.t("That cannot be done with the stake as things are. Nothing was signed."),
      next: i18n.t("Ask what it would do again: the answer says what stands in the way."),
    },
    LUCID_TRON_ERR_2619: {
      what: i18n.t("That is not this wallet’s signature of this transfer. Nothing was sent."),
      next: i18n.t("Connect the device that the wallet was added from, and sign again."),
    },
    LUCID_TRON_ERR_2617: { what: i18n.t("The transfer has come too far for that, or not far enough."), next: reload },
  };
}
