import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "@lucid/foundation";
import type { Json, JsonObject } from "../text/json.ts";
import { isJsonObject, readJson, writeJson } from "../text/json.ts";
import { RequestError } from "./input.ts";

/** java-tron takes no larger body by far; a transaction has at most 500 kB. */
const MAX_BODY_BYTES = 4 << 20;

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly input: JsonObject;
}
export const jsonAnswer = (json: Json, status = 200, asText = false): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  body: writeJson(json, asText),
});

/** Undefined: no answer at all, the connection is cut. */
export type Answerer = (call: Call) => Promise<Answer | undefined>;

/** An HTTP server on the loopback interface that answers nobody who came by another name. @throws EADDRINUSE, EACCES */
export async function startServer(
  log: Log,
  port: number,
  answer: Answerer,
): Promise<{ readonly port: number } & AsyncDisposable> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    respond(request, response, answer).catch((error: unknown) => {
      log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, "a request failed");
      if (response.headersSent) response.destroy();
      else
        response.writeHead(500, { "content-type": "application/json" }).end(writeJson({ Error: "internal error of the devnet" }));
    });
  });
  const listening = Promise.withResolvers<undefined>();
  server.once("error", listening.reject);
  server.listen(port, "127.0.0.1", () => listening.resolve(undefined));
  await listening.promise;
  server.off("error", listening.reject);
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: () => close(server) };
}

async function close(server: Server): Promise<void> {
  const closed = Promise.withResolvers<undefined>();
  server.close(() => closed.resolve(undefined));
  server.closeAllConnections();
  await closed.promise;
}

/** Name of an onion service (rend-spec-v3, 6). */
const ONION = /^[a-z2-7]{56}\.onion$/;

async function respond(request: IncomingMessage, response: ServerResponse, answer: Answerer): Promise<void> {
  const url = new URL(request.url ?? "/", "http://devnet");
  const name = (request.headers.host ?? "").replace(/:\d+$/, "");
  // A page of another origin whose name was made to point here (DNS rebinding) is told nothing; no resolver answers for an onion service.
  // Nor may a page of another origin make a browser ask.
  const { origin } = request.headers;
  const isForeign = origin !== undefined && URL.parse(origin)?.host !== request.headers.host;
  if (isForeign || !(["127.0.0.1", "localhost", "[::1]"].includes(name) || ONION.test(name))) {
    response.writeHead(403).end();
    return;
  }
  const input: Record<string, Json> = Object.fromEntries(url.searchParams);
  let made: Answer | undefined;
  try {
    if (request.method === "POST") Object.assign(input, await readBody(request));
    made = await answer({ method: request.method ?? "GET", path: url.pathname, input });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    made = jsonAnswer({ Error: error.message });
  }
  if (!made) {
    response.destroy();
    return;
  }
  response.writeHead(made.status, made.headers).end(made.body);
}

async function readBody(request: IncomingMessage): Promise<JsonObject> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new RequestError("class java.lang.Exception : body size is too big");
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString("utf8");
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  // curl calls everything a form that it is not told otherwise of.
  if (isForm && !text.startsWith("{")) return Object.fromEntries(new URLSearchParams(text));
  if (text.trim() === "") return {};
  try {
    const json = readJson(text);
    if (isJsonObject(json)) return json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new RequestError("class com.alibaba.fastjson.JSONException : the body is no JSON object");
}
