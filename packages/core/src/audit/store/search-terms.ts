import type { AuditFilter } from "@lucid/contract";
import type { AuditRecord } from "../entries/audit-record.ts";

/** Fields that are looked for as they are. Each is one word of the index, named by a letter, so that any of them combine. */
const TAGS = {
  user_id: "u",
  action: "a",
  event_type: "t",
  severity: "v",
  status: "s",
  event: "e",
  resource_type: "r",
  resource_id: "i",
} as const satisfies Partial<Record<keyof AuditRecord, string>>;
type Tagged = keyof typeof TAGS;
export const TAGGED = Object.keys(TAGS) as readonly Tagged[];

const wordOf = (field: Tagged, value: string): string => TAGS[field] + value.toLowerCase().replace(/[^0-9a-z]/g, "");

/** What the index holds of an entry: its texts, and its fields as words. */
export function searchedOf(record: AuditRecord): { readonly text: string; readonly tags: string } {
  const { action, outcome, event, resource_id, user_id, ip_address, user_agent, request_id, details } = record;
  const texts = [action, outcome, event, resource_id, user_id, ip_address, user_agent, request_id, ...Object.values(details)];
  const tags = TAGGED.flatMap((field) => {
    const value = record[field];
    return value === null ? [] : [wordOf(field, value)];
  });
  return { text: texts.filter((text) => text !== null).join("\n"), tags: tags.join(" ") };
}

const WORDS = /[\p{L}\p{N}-]*[\p{L}\p{N}][\p{L}\p{N}-]*/gu;

/** A filter as a query of the index; undefined where it asks for nothing that the index has. */
export function matchOf(filter: AuditFilter): string | undefined {
  const tags = TAGGED.flatMap((field) => {
    const value = filter[field];
    return value === undefined ? [] : [`tags : "${wordOf(field, value)}"`];
  });
  const words = (filter.q?.match(WORDS) ?? []).map((word) => `text : "${word}"*`);
  const terms = [...tags, ...words];
  return terms.length === 0 ? undefined : terms.join(" AND ");
}
