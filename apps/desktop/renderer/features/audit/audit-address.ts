import {
  AUDIT_SEVERITIES,
  AUDIT_STATUSES,
  AUDIT_TYPES,
  AuditFilter,
  type AuditSeverity,
  type AuditStatus,
  type AuditType,
} from "@lucid/contract";

/** What of the log is shown, as it stands in the address. What is missing is as at first: everything, newest first. */
export interface AuditAddress {
  readonly q?: string;
  readonly type?: AuditType;
  readonly severity?: AuditSeverity;
  readonly status?: AuditStatus;
  readonly action?: string;
  /** Id of an account. */
  readonly person?: string;
  /** Id of what was done something to. */
  readonly about?: string;
  /** Days, 2026-11-29, as the reader's clock has them. */
  readonly from?: string;
  readonly to?: string;
  /** Entries before this one. */
  readonly before?: number;
  /** Id of the entry that is shown in full. */
  readonly entry?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function oneOf<Word extends string>(words: readonly Word[], text: unknown): Word | undefined {
  return words.find((word) => word === text);
}
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).slice(0, 200) : "";
const fits = (field: "action" | "user_id" | "resource_id", text: string): boolean =>
  AuditFilter.shape[field].safeParse(text).success;
const isDay = (text: string): boolean => DAY.test(text) && !Number.isNaN(Date.parse(text));

/** Reads an address that anybody may have typed: what means nothing is left out. */
export function readAuditAddress(search: Readonly<Record<string, unknown>>): AuditAddress {
  const [q, action, person, about, from, to, entry] = ["q", "action", "person", "about", "from", "to", "entry"].map((name) =>
    textOf(search[name]),
  ) as [string, string, string, string, string, string, string];
  const type = oneOf(AUDIT_TYPES, search["type"]);
  const severity = oneOf(AUDIT_SEVERITIES, search["severity"]);
  const status = oneOf(AUDIT_STATUSES, search["status"]);
  const before = Number(search["before"]);
  return {
    ...(q.trim() === "" ? {} : { q }),
    ...(type ? { type } : {}),
    ...(severity ? { severity } : {}),
    ...(status ? { status } : {}),
    ...(action !== "" && fits("action", action) ? { action } : {}),
    ...(person !== "" && fits("user_id", person) ? { person } : {}),
    ...(about !== "" && fits("resource_id", about) ? { about } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(Number.isSafeInteger(before) && before > 1 ? { before } : {}),
    ...(fits("user_id", entry) ? { entry } : {}),
  };
}

/** A filter as the node takes it. Days are those of the reader's clock, the last one whole. */
export function filterOf({
  q,
  type,
  severity,
  status,
  action,
  person,
  about,
  from,
  to,
}: AuditAddress): Readonly<Record<string, string>> {
  const asked = {
    q: q?.trim(),
    event_type: type,
    severity,
    status,
    action,
    user_id: person,
    resource_id: about,
    from: from === undefined ? undefined : new Date(`${from}T00:00:00`).toISOString(),
    to: to === undefined ? undefined : new Date(`${to}T23:59:59.999`).toISOString(),
  };
  return Object.fromEntries(Object.entries(asked).filter((one): one is [string, string] => one[1] !== undefined));
}

/** Whether the list is narrowed. */
export const isNarrowed = (address: AuditAddress): boolean => Object.keys(filterOf(address)).length > 0;
