import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** The node's backups and what is done with them. */
export function useBackups() {
  const { backups, configuration } = useApi().queries;
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: backups.get.key() });
  return {
    state: useQuery(backups.get.queryOptions()),
    make: useMutation(backups.make.mutationOptions({ onSettled })),
    cancel: useMutation(backups.cancel.mutationOptions({ onSettled })),
    readBack: useMutation(backups.readBack.mutationOptions({ onSettled })),
    rehearse: useMutation(backups.rehearse.mutationOptions({ onSettled })),
    setUp: useMutation(configuration.set.mutationOptions({ onSettled })),
  };
}
export type UseBackups = ReturnType<typeof useBackups>;
