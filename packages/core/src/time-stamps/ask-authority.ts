import type { StampFault } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import { loadTimeStamps, type StampFacts } from "@lucid/proof";
import { type Posted, postMessage, type WayDeps, wayTo } from "../outgoing/index.ts";

const NONCE_BYTES = 16;
/** How the way to an authority fails. */
const WAYS = ["connection", "tls", "tor", "timeout", "redirect", "status"] as const satisfies readonly StampFault[];

export interface AskDeps extends WayDeps {
  readonly clock: Pick<Clock, "after">;
  readonly randomness: Pick<Randomness, "bytes">;
  readonly userAgent: string;
}

export type Asked =
  | { readonly ok: true; readonly token: Uint8Array; readonly facts: StampFacts }
  | { readonly ok: false; readonly fault: StampFault };

const failed = (fault: StampFault): Asked => ({ ok: false, fault });

/** Asks one authority once for a token over a SHA-256 digest, and checks what it gives. It follows no redirect. */
export async function askAuthority(deps: AskDeps, address: string, digest: string, closing: AbortSignal): Promise<Asked> {
  const { MAX_TIME_ANSWER_BYTES, readStampAnswer, timeStampRequest } = await loadTimeStamps();
  const url = new URL(address);
  const nonce = deps.randomness.bytes(NONCE_BYTES);
  const body = timeStampRequest(digest, nonce);
  const way = await wayTo(deps, "time_stamps", url);
  if (way === undefined) return failed("name");
  const headers = {
    "content-type": "application/timestamp-query",
    "content-length": String(body.length),
    "user-agent": deps.userAgent,
  };
  const message = { url, way, headers, body, keepsBytes: MAX_TIME_ANSWER_BYTES };
  const posted = await postMessage(message, deps.clock, closing);
  if (posted.answer === undefined || posted.error !== null) return failed(faultOf(posted, MAX_TIME_ANSWER_BYTES));
  const answer = await readStampAnswer(posted.answer, { digest, nonce }, { subtle: globalThis.crypto.subtle });
  switch (answer.kind) {
    case "stamped":
      return { ok: true, token: answer.token, facts: answer.facts };
    case "refused":
      return failed(answer.code);
    default:
      return failed(answer.kind);
  }
}

function faultOf({ error, responseBytes }: Posted, most: number): StampFault {
  if (error === null) return responseBytes > most ? "too-large" : "timeout";
  const fault = WAYS.find((one) => one === error);
  if (fault === undefined) throw new Error(`A message cannot fail by ${error} here`);
  return fault;
}
