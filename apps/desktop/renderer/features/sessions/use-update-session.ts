import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** Changes name, description or hold of a session; the page and the lists follow. */
export function useUpdateSession() {
  const { queries } = useApi();
  const cache = useQueryClient();
  return useMutation(
    queries.sessions.update.mutationOptions({
      onSuccess: (session) =>
        cache.setQueryData(queries.sessions.get.queryKey({ input: { session_id: session.session_id } }), session),
      onSettled: () => cache.invalidateQueries({ queryKey: queries.sessions.list.key() }),
    }),
  );
}
