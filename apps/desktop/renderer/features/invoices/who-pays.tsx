import { useLingui } from "@lingui/react";
import type { UserId } from "@lucid/contract";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { useAccountName } from "../people/index.ts";
import { WhoseCell } from "../sessions/index.ts";

/** Who pays an invoice; anybody may, where nobody is named. */
export function WhoPays({ payer }: { readonly payer: UserId | null }) {
  const { i18n } = useLingui();
  return payer === null ? i18n.t("anybody") : <Named userId={payer} />;
}

/** By name, oneself too: "you" is of another case in some languages. */
export function Named({ userId }: { readonly userId: UserId }) {
  const nameOf = useAccountName();
  const me = useStore(useApi().login.state, ({ account }) => account);
  return me?.user_id === userId ? nameOf(me) : <WhoseCell userId={userId} />;
}
