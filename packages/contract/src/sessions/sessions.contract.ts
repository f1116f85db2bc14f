import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { desktopErrors } from "../desktops/desktops.errors.ts";
import { pipelineErrors } from "../recording/recording.errors.ts";
import { commonErrors } from "../shared/common.errors.ts";
import type { ErrorEntry } from "../shared/lucid-error.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { AgeRecipient, HashHex, Message, Order, Pagination, Paging, SessionId, Timestamp } from "../shared/shared.schema.ts";
import { sessionErrors } from "./sessions.errors.ts";
import {
  Chunk,
  Connection,
  CreateSession,
  DeletionReceipt,
  GrantRequest,
  KeyEnvelopes,
  Session,
  SessionDefaults,
  SessionState,
  STAGES,
  StartSession,
  ViewerTicket,
} from "./sessions.schema.ts";

const tags = ["sessions"];
const one = z.strictObject({ session_id: SessionId });
const {
  CHUNK_NOT_FOUND,
  CONSENT_MISSING,
  GRANT_INVALID,
  LEGAL_HOLD,
  NOT_FINAL,
  NOT_SEALED,
  POLICY_NOT_FOUND,
  RECIPIENT_INVALID,
  SESSION_LIMIT_REACHED,
  SESSION_NOT_FOUND,
  SESSION_STATE,
  STORAGE_FULL,
  TEMPLATE_NOT_FOUND,
  UPLOAD_REFUSED,
} = sessionErrors.spec;
const { DESKTOP_START, NO_FREE_PORT, PROGRAM_MISSING } = desktopErrors.spec;
const { RECORDER_START, STORE_FAILED, STORE_READ_ONLY } = pipelineErrors.spec;

const view = (...errors: ErrorEntry[]) => procedure("view_own_sessions", { errors });
const viewOne = (...errors: ErrorEntry[]) => view(SESSION_NOT_FOUND, ...errors);
const runOne = (...errors: ErrorEntry[]) => procedure("create_session", { errors: [SESSION_NOT_FOUND, ...errors] });
const change = (...errors: ErrorEntry[]) =>
  procedure("create_session", { changes: "session", errors: [SESSION_NOT_FOUND, ...errors] });

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
        sort: z.enum(["created_at", "updated_at", "name", "size"]).default("created_at"),
        order: Order,
        /** Words that the name, the description or the id begins with. */
        q: z.string().max(200).optional(),
      }),
    )
    .output(z.object({ sessions: z.array(Session), pagination: Pagination })),
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
    errors: [CONSENT_MISSING, POLICY_NOT_FOUND, TEMPLATE_NOT_FOUND, SESSION_LIMIT_REACHED],
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
  update: change()
    .route({
      method: "PUT",
      path: "/sessions/{session_id}",
      tags,
      summary: "Rename a session, change its description or hold",
    })
    .input(
      one.extend({
        name: z.string().trim().min(1).max(255).optional(),
        description: z.string().max(1_000).optional(),
        legal_hold: z.boolean().optional(),
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
    .input(one.extend({ reason: z.string().max(500).default("") }))
    .output(DeletionReceipt),
  receipt: viewOne(commonErrors.spec.NOT_FOUND)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/receipt",
      tags,
      summary: "The receipt of a deleted recording",
    })
    .input(one)
    .output(DeletionReceipt),
  grant: change(SESSION_STATE)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/grant",
      tags,
      summary: "The recording grant for the owner to sign",
    })
    .input(one)
    .output(GrantRequest),
  start: change(
    SESSION_STATE,
    GRANT_INVALID,
    RECIPIENT_INVALID,
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
  stop: change(SESSION_STATE)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/stop",
      tags,
      summary: "End the desktop, seal and anchor the record",
    })
    .input(one)
    .output(Session),
  pause: change(SESSION_STATE)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/pause",
      tags,
      summary: "Stop recording for a while; the gap and its reason are proven",
    })
    .input(one.extend({ reason: z.string().trim().min(1).max(500) }))
    .output(Session),
  resume: change(SESSION_STATE, RECORDER_START)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/resume",
      tags,
      summary: "Go on recording",
    })
    .input(one)
    .output(Session),
  cancel: change(SESSION_STATE)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/cancel",
      tags,
      summary: "Give up a session that has not started",
    })
    .input(one)
    .output(Session),
  connection: runOne(SESSION_STATE)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/connection",
      tags,
      summary: "How any RDP client connects",
    })
    .input(one)
    .output(Connection),
  viewerTicket: runOne(SESSION_STATE)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/viewer-ticket",
      tags,
      summary: "A one-time ticket for the viewer in the page",
    })
    .input(one)
    .output(ViewerTicket),
  chunks: viewOne()
    .route({
      method: "GET",
      path: "/sessions/{session_id}/chunks",
      tags,
      summary: "Chunks of a session by index",
    })
    .input(
      one.extend(
        Paging.extend({
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
        }).shape,
      ),
    )
    .output(z.object({ chunks: z.array(Chunk), pagination: Pagination })),
  chunk: viewOne(CHUNK_NOT_FOUND)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/chunks/{chunk_id}",
      tags,
      summary: "One chunk",
    })
    .input(one.extend({ chunk_id: z.coerce.number().int().min(0) }))
    .output(Chunk),
  chunkProof: viewOne(CHUNK_NOT_FOUND, NOT_FINAL)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/chunks/{chunk_id}/proof",
      tags,
      summary: "The chunk's proof to a final block",
    })
    .input(one.extend({ chunk_id: z.coerce.number().int().min(0) }))
    .output(z.record(z.string(), z.unknown())),
  uploadChunk: runOne(UPLOAD_REFUSED)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/chunks",
      tags,
      summary: "Always refused: chunks come from the recorder",
    })
    .input(one)
    .output(Message),
  removeChunk: runOne()
    .route({
      method: "DELETE",
      path: "/sessions/{session_id}/chunks/{chunk_id}",
      tags,
      summary: "Always refused: a record is kept or deleted whole",
    })
    .input(one.extend({ chunk_id: z.coerce.number().int().min(0) }))
    .output(Message),
  manifest: viewOne(NOT_SEALED)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/manifest",
      tags,
      summary: "The signed manifest",
    })
    .input(one)
    .output(z.record(z.string(), z.unknown())),
  consistency: viewOne(CHUNK_NOT_FOUND)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/consistency",
      tags,
      summary: "RFC 9162 consistency proof between two tree sizes",
    })
    .input(
      one.extend({
        from: z.coerce.number().int().min(1),
        to: z.coerce.number().int().min(1),
      }),
    )
    .output(
      z.object({
        from: z.int(),
        to: z.int(),
        from_root: HashHex,
        to_root: HashHex,
        path: z.array(HashHex),
      }),
    ),
  keys: viewOne()
    .route({
      method: "GET",
      path: "/sessions/{session_id}/keys",
      tags,
      summary: "The data key, wrapped for its recipients",
    })
    .input(one)
    .output(KeyEnvelopes),
  addKey: change(SESSION_STATE)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/keys",
      tags,
      summary: "Add an envelope for further recipients",
    })
    .input(
      one.extend({
        envelope: z.base64().max(16_384),
        recipients: z.array(AgeRecipient).min(1).max(20),
      }),
    )
    .output(KeyEnvelopes),
  watch: viewOne()
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
        error_message: z.string().nullable(),
      }),
    ),
  retry: change(SESSION_STATE)
    .route({
      method: "POST",
      path: "/pipeline/sessions/{session_id}/process",
      tags: ["pipeline"],
      summary: "Try again to seal a failed session",
      successStatus: 202,
    })
    .input(one)
    .output(Session),
};
