import type { BulkAction, GroupId, ListedAccount } from "@lucid/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../../shared/api/api.ts";
import { refusedOf, type Several, useSeveral } from "../../../shared/ui/several/index.ts";

/** People in one call: few enough that one sees how far it is. */
const AT_ONCE = 20;

interface Wish {
  readonly reason: string;
  readonly hours?: number;
  readonly sessions?: "end" | "keep";
  readonly group_id?: GroupId;
}

/** Does one thing to several people. */
export function useSeveralPeople(action: BulkAction): Several<ListedAccount, Wish> {
  const { client, queries } = useApi();
  const cache = useQueryClient();
  return useSeveral<ListedAccount, Wish>({
    atOnce: AT_ONCE,
    async tryOn(some, wish) {
      const named = new Map(some.map((account) => [account.user_id, account]));
      const { results } = await client.directory.bulk({ action, user_ids: [...named.keys()], ...wish });
      return refusedOf(results.map(({ user_id, code }) => ({ item: named.get(user_id), code })));
    },
    onDone: () =>
      Promise.all([queries.directory.key(), queries.groups.key()].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}
