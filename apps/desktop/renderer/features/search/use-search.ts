import type { SearchGroup } from "@lucid/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** What the words find of everything that the account may see; nothing while there are none. */
export function useSearch(words: string, limit: number) {
  const q = words.trim().slice(0, 200);
  const found = useQuery({
    ...useApi().queries.search.find.queryOptions({ input: { q: q === "" ? "-" : q, limit } }),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
  const groups: readonly SearchGroup[] = q === "" ? [] : (found.data?.groups ?? []);
  return { ...found, groups, isOfTheseWords: !found.isPlaceholderData };
}
