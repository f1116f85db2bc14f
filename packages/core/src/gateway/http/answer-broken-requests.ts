import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorEnvelope } from "@lucid/contract";
import { commonErrors, LucidError } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { hangUp } from "./hang-up.ts";

const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  408: "Request Timeout",
  413: "Content Too Large",
  431: "Request Header Fields Too Large",
};

const { INVALID_REQUEST, REQUEST_TOO_LARGE } = commonErrors.spec;
const issue = (message: string) => ({ issues: [{ path: "", message }] });

function refusalOf(code: string | undefined): LucidError {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return new LucidError({ ...REQUEST_TOO_LARGE, status: 431 }, undefined, { message: "The headers are too long" });
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return new LucidError(REQUEST_TOO_LARGE, undefined);
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new LucidError({ ...INVALID_REQUEST, status: 408 }, issue("The request did not arrive in time"));
    default:
      return new LucidError(INVALID_REQUEST, issue("This is not HTTP/1.1"));
  }
}

/** Bytes that are no request, or do not become one in time, get the envelope too, and lose the connection. */
export function answerBrokenRequests(
  server: Server,
  { clock }: { readonly clock: Clock },
  envelope: (error: LucidError) => ErrorEnvelope,
): void {
  server.on("clientError", (error: Error & { code?: string }, socket: Duplex & { bytesWritten?: number }) => {
    // Half an answer is on its way already, nobody is there, or it is no TLS: nothing can be said.
    if (
      error.code === "ECONNRESET" ||
      /^ERR_(?:SSL|TLS)_/.test(error.code ?? "") ||
      !socket.writable ||
      (socket.bytesWritten ?? 0) > 0
    )
      return void socket.destroy();
    const refusal = refusalOf(error.code);
    const body = JSON.stringify(envelope(refusal));
    const head = [
      `HTTP/1.1 ${refusal.status} ${REASONS[refusal.status]}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
    ];
    hangUp(socket, clock, `${head.join("\r\n")}\r\n\r\n${body}`);
  });
}
