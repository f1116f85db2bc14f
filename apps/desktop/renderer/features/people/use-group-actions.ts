import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** What can be done to groups. */
export function useGroupActions() {
  const { queries } = useApi();
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: queries.groups.key() });
  return {
    create: useMutation(queries.groups.create.mutationOptions({ onSettled })),
    remove: useMutation(queries.groups.remove.mutationOptions({ onSettled })),
    addMember: useMutation(queries.groups.addMember.mutationOptions({ onSettled })),
    removeMember: useMutation(queries.groups.removeMember.mutationOptions({ onSettled })),
  };
}
