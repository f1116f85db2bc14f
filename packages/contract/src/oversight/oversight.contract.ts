import { z } from "zod";
import { pipelineErrors } from "../recording/recording.errors.ts";
import { sessionErrors } from "../sessions/sessions.errors.ts";
import { Session } from "../sessions/sessions.schema.ts";
import { procedure } from "../shared/procedure.ts";
import { SessionId } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";

const tags = ["oversight"];
const { SESSION_NOT_FOUND, SESSION_STATE } = sessionErrors.spec;
/** Its owner reads it. */
const reason = writtenLine(10, 500);
const onOne = { changes: "session", errors: [SESSION_NOT_FOUND, SESSION_STATE] };

/** What an admin does to sessions of others. */
export const oversightContract = {
  end: procedure("end_any_session", { changes: "session" })
    .route({
      method: "POST",
      path: "/admin/sessions/end",
      tags,
      summary: "End and seal several sessions, each with its own result",
    })
    .input(z.strictObject({ session_ids: z.array(SessionId).min(1).max(100), reason }))
    .output(
      z.object({
        results: z.array(
          z.object({
            session_id: SessionId,
            ended: z.boolean(),
            /** Code of the error that kept it from ending. */
            code: z.string().nullable(),
          }),
        ),
      }),
    ),
  pause: procedure("end_any_session", { ...onOne, errors: [...onOne.errors, pipelineErrors.spec.RECORDER_START] })
    .route({
      method: "POST",
      path: "/admin/sessions/{session_id}/pause",
      tags,
      summary: "Stop the recording of a session and lock its input; its owner goes on",
    })
    .input(z.strictObject({ session_id: SessionId, reason }))
    .output(Session),
  lockInput: procedure("end_any_session", onOne)
    .route({
      method: "POST",
      path: "/admin/sessions/{session_id}/lock-input",
      tags,
      summary: "Take keyboard and mouse from everybody in a session; it is recorded on",
    })
    .input(z.strictObject({ session_id: SessionId, reason }))
    .output(Session),
  unlockInput: procedure("end_any_session", onOne)
    .route({
      method: "POST",
      path: "/admin/sessions/{session_id}/unlock-input",
      tags,
      summary: "Give keyboard and mouse back",
    })
    .input(z.strictObject({ session_id: SessionId }))
    .output(Session),
};
