import { ErrorEnvelope, loginErrors } from "@lucid/contract";
import { ORPCError } from "@orpc/client";
import { core } from "zod";

/** Why something did not work, in the form every screen can show. */
export interface Failure {
  /** Code of the error catalogue, or one of this page's own: `OFFLINE`, `FORM`, `PAGE`, that of a fault or of what does not open. */
  readonly code: string;
  readonly message: string;
  readonly details: unknown;
  readonly requestId: string | undefined;
  readonly status: number | undefined;
}

/** The other end of this window's port is gone: the node was stopped, or ended. */
export class NodeGoneError extends Error {
  override readonly name = "NodeGoneError";
  constructor() {
    super("The node is not there");
  }
}

interface CarriedData {
  readonly details: unknown;
  readonly requestId: string;
}

const isCarried = (data: unknown): data is CarriedData => typeof data === "object" && data !== null && "requestId" in data;

/** Turns the node's error envelope into the error that calls throw; undefined when the body is no envelope. */
export function decodeEnvelope(body: unknown, status: number): ORPCError<string, unknown> | undefined {
  const parsed = ErrorEnvelope.safeParse(body);
  if (!parsed.success) return undefined;
  const { code, message, details, request_id: requestId } = parsed.data.error;
  return new ORPCError(code, { status, message, data: { details, requestId } satisfies CarriedData });
}

const FORM_MESSAGE = "Something does not have the form that it should have";

/** By name and not by class: the page that shows an error need not have loaded what opens recordings. */
const isCoded = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error &&
  (error.name === "IdentityError" || error.name === "PageFaultError") &&
  "code" in error &&
  typeof error.code === "string";

/** Whatever a call, a worker or this page threw, as something to show. */
export function toFailure(error: unknown): Failure {
  if (error instanceof ORPCError) {
    const envelope = decodeEnvelope(error.data, error.status);
    const { code, message, status, data } = envelope ?? error;
    const carried = isCarried(data) ? data : undefined;
    return { code, message, status, details: carried ? carried.details : data, requestId: carried?.requestId };
  }
  // `fetch` rejects with a TypeError, and nothing else, when the other side cannot be reached.
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) {
    return { code: "OFFLINE", message: error.message, status: undefined, details: undefined, requestId: undefined };
  }
  if (error instanceof NodeGoneError)
    return { code: "OFFLINE", message: error.message, status: undefined, details: undefined, requestId: undefined };
  // What zod says of a value is for whoever wrote its form, not for whoever reads the page.
  if (error instanceof core.$ZodError) {
    return { code: "FORM", message: FORM_MESSAGE, status: undefined, details: error.issues, requestId: undefined };
  }
  if (isCoded(error))
    return { code: error.code, message: error.message, status: undefined, details: undefined, requestId: undefined };
  const message = error instanceof Error ? error.message : String(error);
  return { code: "PAGE", message, status: undefined, details: undefined, requestId: undefined };
}

const { TOKEN_EXPIRED, TOKEN_INVALID, REFRESH_INVALID } = loginErrors.spec;
const LOGGED_OUT: ReadonlySet<string> = new Set([TOKEN_EXPIRED.code, TOKEN_INVALID.code, REFRESH_INVALID.code]);

/** Whether the node says that the caller is not logged in, or no longer. A proof that it refuses says nothing of that. */
export const isLoggedOut = (error: unknown): boolean => error instanceof ORPCError && LOGGED_OUT.has(toFailure(error).code);

/** Whether the same call may work a moment later: no answer at all, or a temporary state of the node. */
export function isPassing(error: unknown): boolean {
  const { code, status } = toFailure(error);
  return code === "OFFLINE" || status === 429 || status === 502 || status === 503 || status === 504;
}
