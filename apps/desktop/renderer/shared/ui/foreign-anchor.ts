import type { I18n } from "@lingui/core";
import type { ForeignAnchor } from "@lucid/contract";
import { shorten } from "../format/index.ts";

/** What it means that the chain holds something under a session's id that is not the session's. */
export const explainForeignAnchor = ({ transaction_id }: ForeignAnchor, i18n: I18n): string =>
  i18n.t(
    "Under this session's id the chain holds transaction {transaction}, which is not this recording's. It proves nothing about it, and the recording's own anchor cannot be taken any more.",
    { transaction: shorten(transaction_id, 8) },
  );
