import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** What can be done to somebody's account. Nothing is shown as done before the node says so. */
export function usePersonActions() {
  const { queries } = useApi();
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: queries.directory.key() });
  return {
    change: useMutation(queries.directory.change.mutationOptions({ onSettled })),
    suspend: useMutation(queries.directory.suspend.mutationOptions({ onSettled })),
    activate: useMutation(queries.directory.activate.mutationOptions({ onSettled })),
    remove: useMutation(queries.directory.remove.mutationOptions({ onSettled })),
    endLogins: useMutation(queries.directory.endLogins.mutationOptions({ onSettled })),
  };
}
