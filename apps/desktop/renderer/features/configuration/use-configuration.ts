import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** The node's settings and what was changed of them; a change answers how they are now. */
export function useConfiguration() {
  const { configuration } = useApi().queries;
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: configuration.get.key() });
  return {
    configuration: useQuery(configuration.get.queryOptions()),
    set: useMutation(configuration.set.mutationOptions({ onSettled })),
    undo: useMutation(configuration.undo.mutationOptions({ onSettled })),
  };
}
export type UseConfiguration = ReturnType<typeof useConfiguration>;
