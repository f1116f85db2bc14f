import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

export const sessionErrors = errorCatalog({
  SESSION_NOT_FOUND: {
    code: "LUCID_SESSION_ERR_4301",
    status: 404,
    retryable: false,
    message: "No such session",
  },
  SESSION_STATE: {
    code: "LUCID_SESSION_ERR_4304",
    status: 409,
    retryable: false,
    message: "The session's state does not allow this",
    data: z.object({ status: z.string(), allowed: z.array(z.string()) }),
  },
  CHUNK_NOT_FOUND: {
    code: "LUCID_SESSION_ERR_4305",
    status: 404,
    retryable: false,
    message: "No such chunk",
  },
  PIPELINE: {
    code: "LUCID_SESSION_ERR_4306",
    status: 500,
    retryable: true,
    message: "Recording failed",
  },
  STORAGE_FULL: {
    code: "LUCID_SESSION_ERR_4307",
    status: 507,
    retryable: true,
    message: "The node's disk is full: nothing more can be recorded",
    data: z.object({ free_bytes: z.number(), needed_bytes: z.number() }),
  },
  SESSION_LIMIT_REACHED: {
    code: "LUCID_SESSION_ERR_4311",
    status: 409,
    retryable: true,
    message: "Too many open sessions",
    data: z.object({ limit: z.number() }),
  },
  CONSENT_MISSING: {
    code: "LUCID_SESSION_ERR_4312",
    status: 422,
    retryable: false,
    message: "Recording needs the consent text to be accepted",
  },
  GRANT_INVALID: {
    code: "LUCID_SESSION_ERR_4313",
    status: 422,
    retryable: false,
    message: "The recording grant is not signed by the session's owner",
  },
  RECIPIENT_INVALID: {
    code: "LUCID_SESSION_ERR_4314",
    status: 422,
    retryable: false,
    message: "That is not an age recipient (age1...)",
  },
  NOT_SEALED: {
    code: "LUCID_SESSION_ERR_4315",
    status: 409,
    retryable: true,
    message: "The session is not sealed yet",
  },
  NOT_FINAL: {
    code: "LUCID_SESSION_ERR_4316",
    status: 409,
    retryable: true,
    message: "Its anchor is not in a final block yet",
  },
  LEGAL_HOLD: {
    code: "LUCID_SESSION_ERR_4317",
    status: 409,
    retryable: false,
    message: "The session is under legal hold",
  },
  TEMPLATE_NOT_FOUND: {
    code: "LUCID_SESSION_ERR_4319",
    status: 404,
    retryable: false,
    message: "No such template",
  },
  UPLOAD_REFUSED: {
    code: "LUCID_SESSION_ERR_4320",
    status: 403,
    retryable: false,
    message: "Chunks come from the recorder only: an uploaded one could not be proven",
  },
  FOREIGN_ANCHOR: {
    code: "LUCID_SESSION_ERR_4321",
    status: 409,
    retryable: false,
    message: "What the chain holds under this session's id is not this recording's anchor: nothing there proves it",
  },
  NO_PICTURE: {
    code: "LUCID_SESSION_ERR_4325",
    status: 404,
    retryable: false,
    message: "This recording has no picture",
  },
  NOT_A_RECIPIENT: {
    code: "LUCID_SESSION_ERR_4326",
    status: 403,
    retryable: false,
    message: "Only who can open the recording has its picture",
  },
});
