import { z } from "zod";
import { Timestamp } from "../shared/shared.schema.ts";

/** Where something is looked for. */
export const SEARCH_KINDS = ["sessions", "people", "settings", "chain", "audit", "log"] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** As many are counted of a kind. */
export const SEARCH_COUNTED = 100;

export const SearchHit = z
  .object({
    /** Of a session, an account, an entry of the audit log; the key of a setting, the hash of a block or transaction, the number of a line. */
    id: z.string(),
    /** What it is called: a name, an action, a key, a height, a message. */
    title: z.string(),
    /** What tells it from others: a state, an address, a value. */
    detail: z.string(),
    /** When it began or happened; null where there is no such time. */
    at: Timestamp.nullable(),
  })
  .meta({ id: "SearchHit" });
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchGroup = z
  .object({
    kind: z.enum(SEARCH_KINDS),
    /** Newest first. */
    hits: z.array(SearchHit),
    /** How many there are, up to a hundred. */
    count: z.int(),
    /** There are more than a hundred. */
    has_more: z.boolean(),
  })
  .meta({ id: "SearchGroup" });
export type SearchGroup = z.infer<typeof SearchGroup>;
