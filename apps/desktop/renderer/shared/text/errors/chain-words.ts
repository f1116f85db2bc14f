import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

export function chainWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_CHAIN_ERR_${string}`>, ErrorWords> {
  const { ask, report } = nextSteps(i18n);
  return {
    LUCID_CHAIN_ERR_4101: {
      what: i18n.t("The chain has no such block."),
      next: i18n.t("Check the number or the hash. A block that others have already may arrive here later."),
    },
    LUCID_CHAIN_ERR_4103: { what: i18n.t("Only the elected producer makes blocks."), next: ask },
    LUCID_CHAIN_ERR_4201: {
      what: i18n.t("The chain has no such transaction."),
      next: i18n.t("Check the hash. One that was just sent comes with the next block."),
    },
    LUCID_CHAIN_ERR_4202: { what: i18n.t("The chain does not take this transaction: it breaks a rule."), next: report },
    LUCID_CHAIN_ERR_6001: {
      what: i18n.t("The chain holds no anchor of this session."),
      next: i18n.t("Wait until the session has ended and is sealed."),
    },
    LUCID_CHAIN_ERR_6006: { what: i18n.t("This session is anchored already."), next: i18n.t("Nothing is left to do.") },
    LUCID_CHAIN_ERR_8001: { what: i18n.t("The node has no such Merkle tree."), next: i18n.t("Check the hash.") },
  };
}
