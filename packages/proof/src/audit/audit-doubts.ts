import { MOST_SAID_MS } from "../verify/time-doubts.ts";

/** Times of an audit log that do not fit together and that a clock which was set can explain. `ms` is by how much. */
export interface AuditDoubt {
  readonly code: "entry-after-block" | "exported-before-entry" | "exported-before-block";
  readonly ms: number;
}

/** By so much two clocks may differ without a word. */
const TOLERANCE_MS = 60_000;
const SHORTEST_YEAR = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Milliseconds of an entry's `timestamp` from 1970 on; undefined where it does not have its form, of which nothing is asked. */
export function timeOf(timestamp: unknown): number | undefined {
  if (typeof timestamp !== "string" || !SHORTEST_YEAR.test(timestamp)) return undefined;
  const ms = Date.parse(timestamp);
  return ms >= 0 && new Date(ms).toISOString() === timestamp ? ms : undefined;
}

export interface DoubtedLog {
  /** The latest time of an entry. */
  readonly latestMs: number;
  readonly exportedAtMs: number;
  /** Anchors that count: the latest time of the entries that each vouches for, and that of its block in seconds. */
  readonly anchors: readonly { readonly latestMs: number; readonly blockTime: number }[];
  /** The latest time of a block in the file, in seconds. */
  readonly latestBlock: number;
}

/** What no check refuses, and a reader must hear of: nothing but the node's word says when entries were made and the log was saved. */
export function auditDoubts({ latestMs, exportedAtMs, anchors, latestBlock }: DoubtedLog): AuditDoubt[] {
  const found: readonly AuditDoubt[] = [
    {
      code: "entry-after-block",
      ms: anchors.reduce((most, anchor) => Math.max(most, anchor.latestMs - anchor.blockTime * 1_000), 0),
    },
    { code: "exported-before-entry", ms: latestMs - exportedAtMs },
    { code: "exported-before-block", ms: latestBlock * 1_000 - exportedAtMs },
  ];
  return found.filter(({ ms }) => ms > TOLERANCE_MS).map(({ code, ms }) => ({ code, ms: Math.min(ms, MOST_SAID_MS) }));
}
