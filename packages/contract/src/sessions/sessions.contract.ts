import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { desktopErrors } from "../desktops/desktops.errors.ts";
import { emergencyErrors } from "../emergency/emergency.errors.ts";
import { invoiceErrors } from "../invoices/invoices.errors.ts";
import { policyErrors } from "../policies/policies.errors.ts";
import { StatedPurpose } from "../policies/policies.schema.ts";
import { pipelineErrors } from "../recording/recording.errors.ts";
import { commonErrors } from "../shared/common.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Order, Pagination, Paging, SessionId, Timestamp } from "../shared/shared.schema.ts";
import { writtenLine, writtenText } from "../shared/written-text.ts";
import { changeOne, one, runOne, view, viewOne } from "./session-procedures.ts";
import { SessionReason } from "./session-reasons.ts";
import { sessionRecordContract } from "./session-record.contract.ts";
import { sessionErrors } from "./sessions.errors.ts";
import {
  Connection,
  CreateSession,
  DeletionReceipt,
  GrantRequest,
  Session,
  SessionDefaults,
  SessionState,
  STAGES,
  StartSession,
  ViewerTicket,
} from "./sessions.schema.ts";

const tags = ["sessions"];
const {
  CONSENT_MISSING,
  GRANT_INVALID,
  LEGAL_HOLD,
  RECIPIENT_INVALID,
  SESSION_LIMIT_REACHED,
  SESSION_NOT_FOUND,
  SESSION_STATE,
  STORAGE_FULL,
  TEMPLATE_NOT_FOUND,
} = sessionErrors.spec;
const { POLICY_ASKS, POLICY_DEMANDS, POLICY_DENIES, POLICY_NOT_FOUND } = policyErrors.spec;
const { DESKTOP_START, NO_FREE_PORT, PROGRAM_MISSING } = desktopErrors.spec;
const { NEW_SESSIONS_DISABLED } = emergencyErrors.spec;
const { SHARED_STORE_AWAY } = commonErrors.spec;
const { RECORDER_START, STORE_FAILED, STORE_READ_ONLY } = pipelineErrors.spec;

export const sessionsContract = {
  list: view()
    .route({
      method: "GET",
      path: "/sessions",
      tags,
      summary: "Sessions, newest first",
    })
    .input(
      Paging.extend({
        status: SessionState.optional(),
        /** Recorded now, prepared and not started, or recorded before. Together with a status both must fit. */
        group: z.enum(["live", "drafts", "records"]).optional(),
        sort: z.enum(["created_at", "updated_at", "name", "size"]).default("created_at"),
        order: Order,
        /** Words that the name, the description or the id begins with. */
        q: z.string().max(200).optional(),
      }),
    )
    .output(z.object({ sessions: z.array(Session), pagination: Pagination })),
  expiring: view()
    .route({
      method: "GET",
      path: "/sessions/expiring",
      tags,
      summary: "Recordings that retention deletes next, soonest first",
    })
    .input(
      z.strictObject({
        /** Looks so many days ahead. */
        days: z.coerce.number().int().min(1).max(365).default(7),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
    )
    .output(z.object({ sessions: z.array(Session), has_more: z.boolean() })),
  defaults: view()
    .route({
      method: "GET",
      path: "/sessions/defaults",
      tags,
      summary: "Templates, policies and consent text to choose from",
    })
    .input(Nothing)
    .output(SessionDefaults),
  statistics: view()
    .route({
      method: "GET",
      path: "/sessions/statistics",
      tags,
      summary: "Totals of the sessions you may see",
    })
    .input(Nothing)
    .output(
      z.object({
        live: z.int(),
        total: z.int(),
        recorded_seconds_30_days: z.number(),
        size_bytes: z.int(),
        /** Share of stored chunks that are anchored, 0 to 1. */
        provable: z.number(),
      }),
    ),
  create: procedure("create_session", {
    rate: "create",
    changes: "session",
    errors: [
      NEW_SESSIONS_DISABLED,
      SHARED_STORE_AWAY,
      CONSENT_MISSING,
      POLICY_NOT_FOUND,
      POLICY_DENIES,
      POLICY_DEMANDS,
      TEMPLATE_NOT_FOUND,
      SESSION_LIMIT_REACHED,
    ],
  })
    .route({
      method: "POST",
      path: "/sessions",
      tags,
      summary: "Prepare a session; nothing runs yet",
      successStatus: 201,
    })
    .input(CreateSession)
    .output(Session),
  get: viewOne()
    .route({
      method: "GET",
      path: "/sessions/{session_id}",
      tags,
      summary: "One session",
    })
    .input(one)
    .output(Session),
  update: changeOne(SESSION_STATE, POLICY_NOT_FOUND, POLICY_DENIES, POLICY_DEMANDS, TEMPLATE_NOT_FOUND)
    .route({
      method: "PUT",
      path: "/sessions/{session_id}",
      tags,
      summary: "Change a session's name, description or hold; of one that has not started, desktop and policy as well",
    })
    .input(
      one.extend({
        name: writtenLine(1, 255).optional(),
        description: writtenText(0, 1_000).optional(),
        legal_hold: z.boolean().optional(),
        /** Only its owner changes these two, and only before the start. */
        template: CreateSession.shape.template.unwrap().optional(),
        policy: CreateSession.shape.policy.unwrap().optional(),
        /** Stated anew where the policy is another one. */
        reason: StatedPurpose.shape.reason.optional(),
        ticket: StatedPurpose.shape.ticket.optional(),
      }),
    )
    .output(Session),
  remove: procedure("delete_own_sessions", {
    changes: "session_removed",
    errors: [SESSION_NOT_FOUND, SESSION_STATE, LEGAL_HOLD, STORE_FAILED, STORE_READ_ONLY],
  })
    .route({
      method: "DELETE",
      path: "/sessions/{session_id}",
      tags,
      summary: "Delete a recording; its proof and a signed receipt stay",
    })
    .input(one.extend({ reason: writtenLine(0, 500).default("") }))
    .output(DeletionReceipt),
  grant: changeOne(SESSION_STATE)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/grant",
      tags,
      summary: "New terms of the recording grant, for the owner to sign",
    })
    .input(one)
    .output(GrantRequest),
  start: changeOne(
    NEW_SESSIONS_DISABLED,
    SHARED_STORE_AWAY,
    SESSION_STATE,
    POLICY_DENIES,
    POLICY_ASKS,
    GRANT_INVALID,
    RECIPIENT_INVALID,
    invoiceErrors.spec.SESSION_UNPAID,
    SESSION_LIMIT_REACHED,
    STORAGE_FULL,
    STORE_FAILED,
    PROGRAM_MISSING,
    NO_FREE_PORT,
    DESKTOP_START,
    RECORDER_START,
  )
    .route({
      method: "POST",
      path: "/sessions/{session_id}/start",
      tags,
      summary: "Open the desktop and record it",
    })
    .input(one.extend(StartSession.shape))
    .output(Session),
  stop: changeOne(SESSION_STATE)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/stop",
      tags,
      summary: "End the desktop, seal and anchor the record",
    })
    .input(one)
    .output(Session),
  pause: changeOne(SESSION_STATE)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/pause",
      tags,
      summary: "Stop recording for a while; the gap and its reason are proven",
    })
    .input(one.extend({ reason: writtenLine(1, 500) }))
    .output(Session),
  resume: changeOne(SESSION_STATE, RECORDER_START)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/resume",
      tags,
      summary: "Go on recording",
    })
    .input(one)
    .output(Session),
  cancel: changeOne(SESSION_STATE)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/cancel",
      tags,
      summary: "Give up a session that has not started",
    })
    .input(one)
    .output(Session),
  connection: runOne(SESSION_STATE, POLICY_DENIES, POLICY_ASKS)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/connection",
      tags,
      summary: "How any RDP client connects",
    })
    .input(one)
    .output(Connection),
  viewerTicket: runOne(SESSION_STATE, POLICY_DENIES, POLICY_ASKS)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/viewer-ticket",
      tags,
      summary: "A one-time ticket for the viewer in the page",
    })
    .input(one)
    .output(ViewerTicket),
  watch: viewOne(commonErrors.spec.TOO_MANY_STREAMS)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/events",
      tags,
      summary: "Follow one session as it changes (server-sent events)",
    })
    .input(one)
    .output(eventIterator(Session)),
  pipeline: viewOne()
    .route({
      method: "GET",
      path: "/pipeline/sessions/{session_id}/status",
      tags: ["pipeline"],
      summary: "How far a session's record is",
    })
    .input(one)
    .output(
      z.object({
        session_id: SessionId,
        status: z.enum(["pending", "processing", "completed", "failed"]),
        progress_percentage: z.number(),
        current_stage: z.enum([...STAGES, "anchoring"]).nullable(),
        started_at: Timestamp.nullable(),
        completed_at: Timestamp.nullable(),
        reason: SessionReason.nullable(),
        error_message: z.string().nullable(),
      }),
    ),
  retry: changeOne(SESSION_STATE)
    .route({
      method: "POST",
      path: "/pipeline/sessions/{session_id}/process",
      tags: ["pipeline"],
      summary: "Try again to seal a failed session",
      successStatus: 202,
    })
    .input(one)
    .output(Session),
  ...sessionRecordContract,
};
