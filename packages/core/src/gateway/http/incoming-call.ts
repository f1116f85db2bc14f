import type { IncomingMessage, ServerResponse } from "node:http";
import type { Randomness } from "@lucid/foundation";
import type { RefreshCookie } from "../../calls/index.ts";
import type { Call } from "../call.ts";
import { createClientAddress } from "./client-address.ts";

export interface IncomingCallDeps {
  readonly randomness: Randomness;
  readonly refreshCookie: (
    request: IncomingMessage,
    setHeader: (name: string, value: string) => void,
  ) => RefreshCookie | undefined;
  /** Addresses and ranges of reverse proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
}

export type MakeCall = (
  request: IncomingMessage,
  response: ServerResponse,
  setHeader: (name: string, value: string) => void,
) => Call;

/** Makes the call that a request stands for. Its signal aborts when the answer cannot arrive any more. */
export function createIncomingCall({ randomness, refreshCookie, trustedProxies }: IncomingCallDeps): MakeCall {
  const clientOf = createClientAddress(trustedProxies);
  const addressOf = ({ socket, headers }: IncomingMessage): string =>
    clientOf(socket.remoteAddress ?? "unknown", headers["x-forwarded-for"]?.toString());

  return (request, response, setHeader) => {
    const gone = new AbortController();
    response.once("close", () => {
      if (!response.writableFinished) gone.abort();
    });
    const requestId = randomness.uuid();
    setHeader("X-Request-Id", requestId);
    return {
      door: "http",
      ip: addressOf(request),
      host: request.headers.host ?? "unknown",
      userAgent: request.headers["user-agent"]?.slice(0, 256),
      requestId,
      signal: gone.signal,
      startedMs: performance.now(),
      token: bearerOf(request),
      refreshCookie: refreshCookie(request, setHeader),
      setHeader,
    };
  };
}

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i;

/** `Authorization: Bearer` (RFC 6750), or `X-Auth-Token` where a proxy takes that header for itself. */
export function bearerOf({ headers }: Pick<IncomingMessage, "headers">): string | undefined {
  const { authorization, "x-auth-token": plain } = headers;
  if (authorization !== undefined) return BEARER.exec(authorization)?.[1] ?? "";
  return typeof plain === "string" ? plain : undefined;
}
