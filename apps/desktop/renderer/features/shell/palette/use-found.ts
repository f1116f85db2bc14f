import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "../../../shared/api/api.ts";

/** Sessions shown before anything is typed, and found by words. */
const SHOWN = 8;

/** Sessions of the node that the words find, the newest ones where there are no words. */
export function useFoundSessions(words: string) {
  const { queries } = useApi();
  const q = words.trim().slice(0, 200);
  const found = useQuery({
    ...queries.sessions.list.queryOptions({ input: { limit: SHOWN, ...(q === "" ? {} : { q }) } }),
    placeholderData: keepPreviousData,
  });
  return { sessions: found.data?.sessions ?? [], found };
}
