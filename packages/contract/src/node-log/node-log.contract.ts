import { z } from "zod";
import { procedure } from "../shared/procedure.ts";
import { LogEntry, LogFilter } from "./node-log.schema.ts";

export const nodeLogContract = {
  list: procedure("view_audit_logs")
    .route({ method: "GET", path: "/admin/system/logs", tags: ["log"], summary: "The node's own log, newest line first" })
    .input(
      LogFilter.extend({
        /** Only lines before this one: what an answer gave as `next`. */
        before: z.coerce.number().int().min(1).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(
      z.object({
        entries: z.array(LogEntry),
        next: z.int().nullable(),
        /** Parts that have written a line that is kept. */
        parts: z.array(z.string()),
        /** Lines are kept for so long, as long as there is room. */
        keep_days: z.int(),
      }),
    ),
};
