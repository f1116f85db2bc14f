import type { IncomingMessage, ServerResponse } from "node:http";
import { shownLine } from "@lucid/contract";
import type { Randomness } from "@lucid/foundation";
import type { RefreshCookie } from "../../calls/index.ts";
import type { Call } from "../call.ts";
import type { Connections } from "./connections.ts";

export interface IncomingCallDeps {
  readonly randomness: Randomness;
  readonly refreshCookie: (
    request: IncomingMessage,
    setHeader: (name: string, value: string) => void,
  ) => RefreshCookie | undefined;
  readonly clientOf: (request: IncomingMessage) => string;
  readonly circuitOf: (request: IncomingMessage) => string | undefined;
  readonly connections: Pick<Connections, "identify">;
}

export type MakeCall = (
  request: IncomingMessage,
  response: ServerResponse,
  setHeader: (name: string, value: string) => void,
) => Call;

/** Makes the call that a request stands for. Its signal aborts when the answer cannot arrive any more. */
export function createIncomingCall({ randomness, refreshCookie, clientOf, circuitOf, connections }: IncomingCallDeps): MakeCall {
  return (request, response, setHeader) => {
    const gone = new AbortController();
    response.once("close", () => {
      if (!response.writableFinished) gone.abort();
    });
    const requestId = randomness.uuid();
    setHeader("X-Request-Id", requestId);
    return {
      door: "http",
      ip: clientOf(request),
      circuit: circuitOf(request),
      host: request.headers.host ?? "unknown",
      userAgent: shownLine(request.headers["user-agent"]?.slice(0, 256) ?? "") || undefined,
      requestId,
      signal: gone.signal,
      startedMs: performance.now(),
      token: bearerOf(request),
      refreshCookie: refreshCookie(request, setHeader),
      setHeader,
      onIdentified: (userId) => connections.identify(request.socket, userId),
    };
  };
}

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i;

/**
 * `Authorization: Bearer` (RFC 6750), or `X-Auth-Token` where a proxy takes that header for itself. An API key may also come as
 * `X-API-Key`.
 */
export function bearerOf({ headers }: Pick<IncomingMessage, "headers">): string | undefined {
  const { authorization, "x-auth-token": plain, "x-api-key": key } = headers;
  if (authorization !== undefined) return BEARER.exec(authorization)?.[1] ?? "";
  return [plain, key].find((header) => typeof header === "string");
}
