import type { SessionState } from "@lucid/contract";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

export interface SessionFilter {
  readonly q: string;
  readonly status: SessionState | undefined;
  readonly page: number;
}

export const PAGE_SIZE = 20;

export function useSessions({ q, status, page }: SessionFilter) {
  const { queries } = useApi();
  const words = q.trim();
  return useQuery(
    queries.sessions.list.queryOptions({
      input: { page, limit: PAGE_SIZE, ...(words === "" ? {} : { q: words }), ...(status ? { status } : {}) },
      placeholderData: keepPreviousData,
    }),
  );
}

/** Ends, cancels or deletes sessions; lists and totals follow. */
export function useSessionActions() {
  const { queries } = useApi();
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: queries.sessions.key() });
  return {
    stop: useMutation(queries.sessions.stop.mutationOptions({ onSettled })),
    cancel: useMutation(queries.sessions.cancel.mutationOptions({ onSettled })),
    remove: useMutation(queries.sessions.remove.mutationOptions({ onSettled })),
  };
}
