import { z } from "zod";
import { Timestamp } from "../shared/shared.schema.ts";

/** From what only a developer reads to what ends the node. */
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One line of the node's own log, as it is kept: without secrets. */
export const LogEntry = z
  .object({
    /** Counts the lines that were kept. */
    id: z.int().positive(),
    timestamp: Timestamp,
    level: z.enum(LOG_LEVELS),
    /** Which part of the node wrote it: `calls`, `chain`, `sessions`, the kind of a unit, or `node`. */
    part: z.string(),
    message: z.string(),
    /** What else the line says, by name. */
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "LogEntry" });
export type LogEntry = z.infer<typeof LogEntry>;

/** What is looked for. All that is given must fit. */
export const LogFilter = z.strictObject({
  /** The least level. */
  level: z.enum(LOG_LEVELS).optional(),
  part: z
    .string()
    .regex(/^[\w-]{1,40}$/, "the name of a part, such as chain")
    .optional(),
  from: Timestamp.optional(),
  to: Timestamp.optional(),
  /** Words that the line's texts begin with. */
  q: z.string().max(200).optional(),
});
export type LogFilter = z.infer<typeof LogFilter>;
