import { commonErrors, type ErrorEnvelope, LucidError, loginErrors } from "@lucid/contract";
import { isDatabaseTrouble } from "@lucid/foundation";
import { ORPCError, ValidationError } from "@orpc/contract";
import { fieldIssue } from "../calls/index.ts";

/** What every door throws: the code and status of the catalogue, and the envelope as its data. */
export type WireError = ORPCError<string, ErrorEnvelope>;

export interface WireErrorContext {
  readonly requestId: string;
  readonly nowMs: number;
  readonly version: string;
}

export const isWireError = (error: unknown): error is WireError =>
  error instanceof ORPCError && typeof error.data === "object" && error.data !== null && "error" in error.data;

/** The refusal of the catalogue that a failure stands for. Whatever it does not name is an internal error. */
export function toLucidError(error: unknown): LucidError {
  if (error instanceof LucidError) return error;
  if (error instanceof ORPCError) {
    const { cause } = error;
    if (error.code === "BAD_REQUEST" && cause instanceof ValidationError) return invalidRequest(cause.issues);
    if (error.code === "BAD_REQUEST")
      return commonErrors.INVALID_REQUEST({ issues: [{ path: "", message: error.message }] }, { cause });
    if (error.code === "UNAUTHORIZED") return loginErrors.TOKEN_INVALID(undefined, { cause: error });
    if (error.code === "NOT_FOUND") return commonErrors.NOT_FOUND(undefined, { cause: error });
  }
  if (isDatabaseTrouble(error)) return commonErrors.UNAVAILABLE(undefined, { cause: error, message: NO_ROOM });
  return commonErrors.INTERNAL(undefined, { cause: error });
}

const NO_ROOM = "The node cannot store anything now: its disk is full or does not answer";

export function toWireError(error: unknown, context: WireErrorContext): WireError {
  if (isWireError(error)) return error;
  const known = toLucidError(error);
  return new ORPCError(known.code, {
    status: known.status,
    message: known.message,
    data: toEnvelope(known, context),
    cause: error,
  });
}

export function toEnvelope(error: LucidError, { requestId, nowMs, version }: WireErrorContext): ErrorEnvelope {
  return {
    error: {
      code: error.code,
      message: error.message,
      details: error.details ?? null,
      request_id: requestId,
      timestamp: new Date(nowMs).toISOString(),
      service: "lucid",
      version,
    },
  };
}

/** Many issues help nobody, and one request can hold thousands. */
const MAX_ISSUES = 20;

function invalidRequest(issues: ValidationError["issues"]): LucidError {
  return commonErrors.INVALID_REQUEST({ issues: issues.slice(0, MAX_ISSUES).map(fieldIssue) });
}
