import type { SessionId } from "@lucid/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** The notes on a session, and what may be done with them. */
export function useNotes(session_id: SessionId) {
  const { queries } = useApi();
  const cache = useQueryClient();
  const input = { session_id };
  const onSettled = () => cache.invalidateQueries({ queryKey: queries.notes.list.queryKey({ input }) });
  return {
    list: useQuery(queries.notes.list.queryOptions({ input })),
    add: useMutation(queries.notes.add.mutationOptions({ onSettled })),
    change: useMutation(queries.notes.change.mutationOptions({ onSettled })),
    remove: useMutation(queries.notes.remove.mutationOptions({ onSettled })),
  };
}
