import { commonErrors, SessionId } from "@lucid/contract";
import { z } from "zod";
import type { BundleOptions } from "../../calls/index.ts";
import { fieldIssue } from "../../calls/index.ts";

/** More chunks than 11 days of recording have; keeps a short text from standing for a long list. */
const MAX_REDACTED = 100_000;
const INDEX_LIST = /^\d{1,7}(-\d{1,7})?(,\d{1,7}(-\d{1,7})?)*$/;

const Redact = z
  .string()
  .max(4_000)
  .regex(INDEX_LIST, "chunk indexes and ranges, such as 3-5,7")
  .transform((text, context): number[] => {
    const indexes = new Set<number>();
    for (const part of text.split(",")) {
      const [first = 0, last = first] = part.split("-").map(Number);
      if (last < first || indexes.size + last - first >= MAX_REDACTED) {
        context.addIssue(last < first ? "a range ends before it begins" : `more than ${MAX_REDACTED} chunks`);
        return z.NEVER;
      }
      for (let index = first; index <= last; index++) indexes.add(index);
    }
    return [...indexes].toSorted((a, b) => a - b);
  });

const time = z.coerce.number().int().min(0).max(8.64e15);

export const BundleQuery = z.strictObject({
  chunks: z.enum(["all", "none"]).default("all"),
  from_ms: time.optional(),
  to_ms: time.optional(),
  redact: Redact.default([]),
});
export const BundleParams = z.strictObject({ session_id: SessionId });
export const ChunkParams = z.strictObject({ session_id: SessionId, index: z.coerce.number().int().min(0).max(4_294_967_295) });
export const ViewerQuery = z.strictObject({ ticket: z.string().min(1).max(256) });
export const NoQuery = z.strictObject({});

export const toBundleOptions = (query: z.infer<typeof BundleQuery>): BundleOptions => ({
  chunks: query.chunks,
  fromMs: query.from_ms,
  toMs: query.to_ms,
  redact: query.redact,
});

/** Checks path or query of a route that is not in the contract. @throws INVALID_REQUEST. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw commonErrors.INVALID_REQUEST({
    issues: parsed.error.issues.map(fieldIssue),
  });
}
