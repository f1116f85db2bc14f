import type { IncomingMessage, ServerResponse } from "node:http";
import { API_PREFIX } from "@lucid/contract";
import { StandardOpenAPIMatcher } from "@orpc/openapi/standard";
import { StandardHandler } from "@orpc/server/standard";
import { sendStandardResponse } from "@orpc/standard-server-node";
import type { RouterContext } from "../call.ts";
import type { LucidRouter } from "../create-router.ts";
import type { Guard } from "../guard.ts";
import { isStream } from "../streams.ts";
import type { MakeCall } from "./incoming-call.ts";
import { MAX_BODY_BYTES, readJsonBody } from "./json-body.ts";
import { RpcCodec, type RpcRequest } from "./rpc-codec.ts";
import { DATA_HEADERS } from "./security-headers.ts";

/** A silent stream gets a comment this often, so that a listener that vanished is noticed. */
const HEART_BEAT_MS = 5_000;
const METHODS = ["GET", "POST", "PUT", "DELETE"] as const;

export interface RpcDoor {
  /** Answers a request under the prefix; false when no procedure has this path and method. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** The methods that procedures of this path have. */
  methodsOf(pathname: string): Promise<string[]>;
  /** Cuts the event streams, which would not end by themselves. */
  endStreams(): void;
}

export interface RpcDoorDeps {
  readonly router: LucidRouter;
  readonly guard: Guard;
  readonly makeCall: MakeCall;
}

/**
 * The router as REST. It sits on node's HTTP server itself: a web framework in between costs a third of the
 * requests per second (bench/gateway.bench.ts).
 */
export function createRpcDoor({ router, guard, makeCall }: RpcDoorDeps): RpcDoor {
  const matcher = new StandardOpenAPIMatcher();
  const handler = new StandardHandler<RouterContext>(router, matcher, new RpcCodec(guard), {});

  const streams = new Set<ServerResponse>();

  return {
    async handle(request, response) {
      const headers: Record<string, string> = { ...DATA_HEADERS };
      const call = makeCall(request, response, (name, value) => {
        headers[name] = value;
      });
      const asked: RpcRequest = {
        method: request.method ?? "GET",
        url: new URL(`http://gateway${request.url ?? "/"}`),
        headers: request.headers,
        body: () => readJsonBody(request),
        signal: call.signal,
        call,
      };
      const { matched, response: answer } = await handler.handle(asked, { context: { call }, prefix: API_PREFIX });
      if (!matched) return false;
      if (!request.complete && !isShort(request)) headers["Connection"] = "close";
      if (isStream(answer.body)) {
        streams.add(response);
        response.once("close", () => streams.delete(response));
        await sendStandardResponse(
          response,
          { ...answer, headers: { ...headers, "X-Accel-Buffering": "no" } },
          { eventIteratorKeepAliveInterval: HEART_BEAT_MS },
        );
        return true;
      }
      const json = JSON.stringify(answer.body ?? null);
      headers["Content-Type"] = "application/json";
      headers["Content-Length"] = String(Buffer.byteLength(json));
      response.writeHead(answer.status, headers).end(json);
      return true;
    },

    async methodsOf(pathname) {
      const below = `/${pathname.slice(API_PREFIX.length + 1)}` as const;
      const matches = await Promise.all(
        METHODS.map(async (method) => ((await matcher.match(method, below)) ? method : undefined)),
      );
      return matches.filter((method) => method !== undefined);
    },

    endStreams() {
      for (const response of streams) response.destroy();
    },
  };
}

/** A refused body of bounded length is read and dropped by node; a longer one costs its sender the connection. */
const isShort = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) <= MAX_BODY_BYTES;
