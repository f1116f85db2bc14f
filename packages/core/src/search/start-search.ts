import { SEARCH_COUNTED, SEARCH_KINDS, type SearchGroup } from "@lucid/contract";
import { type Area, type Caller, type SearchProvider, type SearchQuestion, wordsOf } from "../calls/index.ts";

/** One question to every area that can be looked through. `areas` may still grow. */
export function startSearch(areas: readonly Pick<Area, "finder">[]): Area {
  async function ask({ kind, find }: SearchProvider, question: SearchQuestion, caller: Caller): Promise<SearchGroup[]> {
    const found = await find(question, caller);
    if (!found) return [];
    const hits = found.hits.slice(0, question.limit);
    return [{ kind, hits, count: Math.min(found.total, SEARCH_COUNTED), has_more: found.total > SEARCH_COUNTED }];
  }

  return {
    services: {
      search: {
        async find({ q, limit }, caller) {
          if (wordsOf(q).length === 0) return { groups: [] };
          const providers = areas.flatMap(({ finder }) => finder ?? []);
          const groups = await Promise.all(providers.map((provider) => ask(provider, { text: q.trim(), limit }, caller)));
          const inOrder = groups
            .flat()
            .toSorted((one, other) => SEARCH_KINDS.indexOf(one.kind) - SEARCH_KINDS.indexOf(other.kind));
          return { groups: inOrder };
        },
      },
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
