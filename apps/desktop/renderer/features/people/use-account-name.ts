import { useLingui } from "@lingui/react";
import type { ListedAccount } from "@lucid/contract";
import { shorten } from "../../shared/format/index.ts";

/** What an account is called: its name, else its address. */
export function useAccountName(): (account: Pick<ListedAccount, "username" | "tron_address">) => string {
  const { i18n } = useLingui();
  return ({ username, tron_address: address }) =>
    username ?? (address === null ? i18n.t("deleted account") : shorten(address, 6));
}
