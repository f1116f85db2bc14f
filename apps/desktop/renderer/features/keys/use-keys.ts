import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** The keys of the node, and the exchange of one. */
export function useKeys() {
  const { keys } = useApi().queries;
  const cache = useQueryClient();
  return {
    known: useQuery(keys.get.queryOptions()),
    exchange: useMutation(
      keys.exchange.mutationOptions({ onSettled: () => cache.invalidateQueries({ queryKey: keys.get.key() }) }),
    ),
  };
}
export type UseKeys = ReturnType<typeof useKeys>;
