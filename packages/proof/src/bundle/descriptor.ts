import type { BundleDescriptor } from "../formats/bundle.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import type { Manifest } from "../formats/manifest.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { areRanges, indexesOf } from "./layout.ts";

/** Whether a chunk touches a time range: both ends of both count. */
const touches = (entry: ChunkEntry, [from, to]: readonly [number, number]): boolean =>
  entry.started_at_ms <= to && entry.ended_at_ms >= from;

/** Indexes of the chunks a bundle of this time range must hold or name as redacted. */
export const chunksInRange = (entries: readonly ChunkEntry[], range: readonly [number, number]): number[] =>
  entries.filter((entry) => touches(entry, range)).map((entry) => entry.index);

/** Whether the description of a bundle is sound and fits its manifest: ranges, redactions, completeness of the time range. */
export function checkDescriptor(descriptor: BundleDescriptor, manifest: Manifest): Outcome<undefined> {
  const count = manifest.chunks.length;
  if (descriptor.session_id !== manifest.session_id) return failed("descriptor-invalid", { detail: "session_id" });
  if (!areRanges(descriptor.chunks, count)) return failed("descriptor-invalid", { detail: "chunks" });
  if (!areRanges(descriptor.redacted, count)) return failed("descriptor-invalid", { detail: "redacted" });
  const accounted = new Set(indexesOf(descriptor.chunks));
  for (const chunk of indexesOf(descriptor.redacted)) {
    if (accounted.has(chunk)) return failed("descriptor-invalid", { chunk, detail: "present and redacted" });
    accounted.add(chunk);
  }
  const range = descriptor.range_ms;
  if (range === null) return passed(undefined);
  if (range[0] > range[1] || range[0] < manifest.started_at_ms || range[1] > manifest.ended_at_ms)
    return failed("descriptor-invalid", { detail: "range_ms is not within the recording" });
  const absent = manifest.chunks.find((entry) => touches(entry, range) && !accounted.has(entry.index));
  return absent === undefined ? passed(undefined) : failed("range-incomplete", { chunk: absent.index });
}
