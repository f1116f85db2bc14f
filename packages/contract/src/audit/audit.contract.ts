import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { commonErrors } from "../shared/common.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { AuditCheck, AuditEntry, AuditFilter, AuditState } from "./audit.schema.ts";

const tags = ["audit"];
const { NOT_FOUND, TOO_MANY_STREAMS } = commonErrors.spec;
const read = (...errors: (typeof NOT_FOUND)[]) => procedure("view_audit_logs", { errors });
const page = AuditFilter.extend({
  /** Only entries before this one: what an answer gave as `next`. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
const entries = z.object({ entries: z.array(AuditEntry), next: z.int().nullable() });

export const auditContract = {
  list: read()
    .route({ method: "GET", path: "/audit/logs", tags, summary: "What was done on this node, newest first" })
    .input(page)
    .output(entries),
  adminList: read()
    .route({ method: "GET", path: "/admin/audit/logs", tags, summary: "The same under the path of the admin interface" })
    .input(page)
    .output(entries),
  get: read(NOT_FOUND)
    .route({ method: "GET", path: "/audit/logs/{event_id}", tags, summary: "One entry" })
    .input(z.strictObject({ event_id: z.uuid() }))
    .output(AuditEntry),
  state: read()
    .route({ method: "GET", path: "/audit/state", tags, summary: "How long the log is, and what of it the chain holds" })
    .input(Nothing)
    .output(AuditState),
  check: procedure("view_audit_logs", { errors: [TOO_MANY_STREAMS] })
    .route({ method: "GET", path: "/audit/check", tags, summary: "Check every entry now, with how far it has come" })
    .input(Nothing)
    .output(eventIterator(AuditCheck)),
};
