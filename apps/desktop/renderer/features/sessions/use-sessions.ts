import type { SessionGroup } from "@lucid/contract";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import type { ListAddress } from "./list-address.ts";

export const PAGE_SIZE = 20;
/** Drafts below the recordings; the filter shows all of them. */
const DRAFTS_SHOWN = 5;
/** A node hosts far fewer desktops at once. */
const LIVE_SHOWN = 100;

const inputOf = ({ q = "", sort, order }: ListAddress) => ({
  sort: sort ?? "created_at",
  order: order ?? ("desc" as const),
  ...(q.trim() === "" ? {} : { q: q.trim() }),
});

/** The parts of the list that an address shows. Live ones are there whatever page is open. */
export function useSessionGroups(address: ListAddress) {
  const { queries } = useApi();
  const { state, page = 1 } = address;
  const options = (input: object, enabled: boolean) =>
    queries.sessions.list.queryOptions({ input: { ...inputOf(address), ...input }, placeholderData: keepPreviousData, enabled });
  const isWhole = state === undefined;
  const group = (name: SessionGroup, limit: number) => options({ group: name, limit }, true);
  const live = useQuery({ ...group("live", LIVE_SHOWN), enabled: isWhole || state === "live" });
  const drafts = useQuery({ ...group("drafts", DRAFTS_SHOWN), enabled: isWhole && page === 1 });
  const rest = useQuery(
    options(
      { page, limit: PAGE_SIZE, ...(isWhole || state === "live" ? { group: "records" } : { status: state }) },
      state !== "live",
    ),
  );
  const asked = [live, drafts, rest].filter((query) => query.isEnabled);
  return {
    live: isWhole || state === "live" ? live.data : undefined,
    drafts: isWhole && page === 1 ? drafts.data : undefined,
    /** Recordings, or the sessions in the one state that is asked for. */
    rest: state === "live" ? undefined : rest.data,
    isPending: asked.some((query) => query.isPending),
    error: asked.find((query) => query.error)?.error,
    retry: () => Promise.all(asked.map((query) => query.refetch())),
  };
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
