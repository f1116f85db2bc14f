import { type ClientRequest, type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import type { Clock } from "@lucid/foundation";
import { createWay } from "./create-way.ts";
import { type ExactObject, objectOf, readExactJson } from "./exact-json.ts";
import { NetworkError } from "./network-error.ts";

/** Ten times the largest block of the main network. */
const ANSWER_BYTES = 8 << 20;
/** A question that was not answered is asked again after these pauses; nothing else ever is. */
const RETRY_PAUSES_MS = [250, 1_000] as const;

export interface NodeClient extends Disposable {
  /** Asks for something that changes nothing, and again where no answer came. @throws NetworkError */
  ask(path: string, input?: ExactObject): Promise<ExactObject>;
  /** Says something once. @throws NetworkError, after which it is unknown whether it was heard. */
  say(path: string, input: ExactObject): Promise<ExactObject>;
}

export interface RoutedClient extends NodeClient {
  /** Another way to the same node from now on, as `createWay` takes it: what is under way on the one of before fails. */
  reachThrough(socks: string | null): void;
}

/**
 * The only way out of this process: to one TRON node, by its address in the settings, directly or through the node's own Tor alone.
 * No redirect is followed, no other proxy is asked, no answer is longer than `ANSWER_BYTES`.
 */
export function createNodeClient(clock: Clock, endpoint: string, socks: string | null): RoutedClient {
  const base = new URL(endpoint);
  const isTls = base.protocol === "https:";
  let way = createWay(clock, base, socks);

  async function once(path: string, input: ExactObject | undefined): Promise<ExactObject> {
    const url = new URL(path, base);
    if (url.origin !== base.origin) throw new Error("a path leads to another host");
    const body = input === undefined ? undefined : writeJson(input);
    const headers = body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const { agent, answerMs } = way;
    const options = { agent, method: body === undefined ? "GET" : "POST", headers: { accept: "application/json", ...headers } };
    const request = (isTls ? tlsRequest : plainRequest)(url, options);
    using _late = clock.after(answerMs, () =>
      request.destroy(new NetworkError("timeout", `no answer within ${answerMs / 1_000} s`)),
    );
    return await readAnswer(request, body);
  }

  return {
    async ask(path, input) {
      for (const pauseMs of RETRY_PAUSES_MS) {
        try {
          return await once(path, input);
        } catch (error) {
          if (!isWorthAsking(error)) throw error;
          await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
        }
      }
      return await once(path, input);
    },
    say: once,
    reachThrough(next) {
      way[Symbol.dispose]();
      way = createWay(clock, base, next);
    },
    [Symbol.dispose]: () => way[Symbol.dispose](),
  };
}

const isWorthAsking = (error: unknown): boolean =>
  error instanceof NetworkError && ["connection", "status"].includes(error.fault);

async function readAnswer(request: ClientRequest, body: string | undefined): Promise<ExactObject> {
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request.once("response", resolve).once("error", reject);
      request.end(body);
    });
    return await readBody(answer);
  } catch (error) {
    request.destroy();
    if (error instanceof NetworkError) throw error;
    throw new NetworkError("connection", "the connection failed", { cause: error });
  }
}

async function readBody(answer: IncomingMessage): Promise<ExactObject> {
  const status = answer.statusCode ?? 0;
  if (status >= 300 && status < 400)
    throw new NetworkError("redirect", "the node sends on to another one, which is not followed");
  if (status !== 200) throw new NetworkError("status", `the node answers with status ${status}`);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > ANSWER_BYTES) throw new NetworkError("size", `an answer is longer than ${ANSWER_BYTES >> 20} MiB`);
    parts.push(part);
  }
  try {
    return objectOf(readExactJson(Buffer.concat(parts).toString("utf8")));
  } catch (error) {
    throw new NetworkError("body", "an answer is no JSON", { cause: error });
  }
}

/** JSON with bigints as numbers, as java-tron reads them. */
function writeJson(value: ExactObject): string {
  const raw = JSON as typeof JSON & { rawJSON(text: string): string };
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? raw.rawJSON(part.toString()) : part));
}
