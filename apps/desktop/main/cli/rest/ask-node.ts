import type { ErrorEnvelope } from "@lucid/contract";
import { CommandError, EXIT } from "../exit-codes.ts";
import { noAnswer } from "./no-answer.ts";

const NEXT_STEPS: Readonly<Record<string, string>> = {
  ECONNREFUSED: ". Is the node running, and is --url right?",
  ERR_SSL_WRONG_VERSION_NUMBER: ". Say http:// in --url",
};

/** Sends a request to a node. @throws CommandError that says why there is no answer. */
export async function askNode(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    const { code, words } = noAnswer(error);
    const next = NEXT_STEPS[code] ?? "";
    throw new CommandError(EXIT.failed, `There is no answer from ${new URL(request.url).origin}: ${words}${next}`, {
      cause: error,
    });
  }
}

/** The error of an answer that is none of success. @throws CommandError when it is not one of a node's. */
export async function errorOf(response: Response): Promise<ErrorEnvelope["error"]> {
  const body: unknown = await response.json().catch(() => undefined);
  if (isEnvelope(body)) return body.error;
  throw foreignAnswer(response);
}

/** The same answer, which is one of the API. @throws CommandError when it is a page, or whatever else stands at that address. */
export function ofNode(response: Response): Response {
  const type = response.headers.get("content-type") ?? "";
  if (response.status !== 204 && !/^(application\/json|text\/event-stream)\b/.test(type)) throw foreignAnswer(response);
  return response;
}

function foreignAnswer({ url, status }: Response): CommandError {
  const from = URL.canParse(url) ? ` from ${new URL(url).origin}` : "";
  const why = "a proxy may stand before it, or --url leads elsewhere";
  return new CommandError(EXIT.failed, `The answer${from} is not that of a node (HTTP ${status}): ${why}`);
}

const isEnvelope = (body: unknown): body is ErrorEnvelope => {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body;
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" && "message" in error;
};
