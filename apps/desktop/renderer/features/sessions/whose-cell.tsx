import { useLingui } from "@lingui/react";
import type { UserId } from "@lucid/contract";
import { useQuery } from "@tanstack/react-query";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { shorten } from "../../shared/format/index.ts";

/** Whose a session is: the name shown to others, else the address of the account, else its id. */
export function WhoseCell({ userId }: { readonly userId: UserId }) {
  const { i18n } = useLingui();
  const { queries, login } = useApi();
  const me = useStore(login.state, (state) => state.account);
  const isMine = me?.user_id === userId;
  const maySee = me?.permissions.includes("view_all_users") === true;
  const owner = useQuery({ ...queries.people.get.queryOptions({ input: { user_id: userId } }), enabled: !isMine && maySee }).data;
  if (isMine) return i18n.t("you");
  return <span title={owner?.tron_address ?? userId}>{owner?.username ?? shorten(owner?.tron_address ?? userId, 4)}</span>;
}
