import { z } from "zod";
import type { ErrorEntry } from "../shared/lucid-error.ts";
import { procedure } from "../shared/procedure.ts";
import { SessionId } from "../shared/shared.schema.ts";
import { sessionErrors } from "./sessions.errors.ts";

const { SESSION_NOT_FOUND } = sessionErrors.spec;

/** Input of a call about one session. */
export const one = z.strictObject({ session_id: SessionId });

export const view = (...errors: ErrorEntry[]) => procedure("view_own_sessions", { errors });
export const viewOne = (...errors: ErrorEntry[]) => view(SESSION_NOT_FOUND, ...errors);
export const runOne = (...errors: ErrorEntry[]) => procedure("create_session", { errors: [SESSION_NOT_FOUND, ...errors] });
export const changeOne = (...errors: ErrorEntry[]) =>
  procedure("create_session", { changes: "session", errors: [SESSION_NOT_FOUND, ...errors] });
/** Who can open a recording. */
export const changeRecipients = (...errors: ErrorEntry[]) =>
  procedure("create_session", { changes: "session", fresh: true, errors: [SESSION_NOT_FOUND, ...errors] });
