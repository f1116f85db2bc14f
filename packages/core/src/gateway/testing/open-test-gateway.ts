import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { Clock, Randomness } from "@lucid/foundation";
import pino from "pino";
import { Registry } from "prom-client";
import type { AuditedCall, BulkService, Gate } from "../../calls/index.ts";
import type { GatewayOptions } from "../gateway-options.ts";
import { undeclaredAnswer } from "../openapi/declared-answers.ts";
import { type Gateway, startGateway } from "../start-gateway.ts";
import { fakeArea, fakeTokens, type Overrides } from "./fake-services.ts";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: () => unknown;
}

export interface TestGateway extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly registry: Registry;
  readonly audited: AuditedCall[];
  /** Every line of the log, as it was written. */
  readonly log: string[];
  /** A login ends, as the part that knows logins tells it. */
  endLogin(loginSessionId: string): void;
  /** Lets time pass for limits and envelopes. */
  pass(ms: number): void;
  /**
   * Asks with a `Host` and other headers that `fetch` would not let through.
   * @throws when the answer or a refusal is one that the operation does not declare.
   */
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
}

export interface AskOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

export const TEST_TIME_MS = Date.UTC(2026, 10, 20, 12);

/** A whole gateway on a free port, with fakes behind it and a clock that stands still. Undeclared refusals are failures. */
export async function openTestGateway(
  parts: {
    readonly services?: Overrides;
    readonly bulk?: Partial<BulkService>;
    readonly options?: Partial<GatewayOptions>;
    readonly gate?: Gate;
  } = {},
): Promise<TestGateway> {
  let passedMs = 0;
  let ids = 0;
  const clock: Clock = {
    now: () => TEST_TIME_MS + passedMs,
    elapsed: () => passedMs,
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
  };
  const randomness: Randomness = {
    bytes: (length) => new Uint8Array(length).fill(++ids),
    uuid: () => `00000000-0000-4000-8000-${(++ids).toString().padStart(12, "0")}`,
  };
  const registry = new Registry();
  const endings = new Set<(loginSessionId: string) => void>();
  const audited: AuditedCall[] = [];
  const log: string[] = [];
  const undeclared: string[] = [];
  const requireDeclared = (): void => {
    const found = undeclared.splice(0);
    if (found.length > 0) throw new Error(found.join("\n"));
  };
  const gateway = await startGateway(
    {
      areas: [fakeArea(parts.services, parts.bulk)],
      tokens: {
        ...fakeTokens,
        onEnded(listener) {
          endings.add(listener);
          return { [Symbol.dispose]: () => void endings.delete(listener) };
        },
      },
      gate: parts.gate ?? { admit: () => undefined },
      registry,
      clock,
      randomness,
      log: pino(
        { level: "trace" },
        {
          write(line: string) {
            log.push(line);
            if (line.includes('"msg":"undeclared refusal"')) undeclared.push(line);
          },
        },
      ),
      audit: (call) => void audited.push(call),
    },
    { host: "127.0.0.1", port: 0, version: "1.2.3", ...parts.options },
  );

  return {
    gateway,
    registry,
    audited,
    log,
    endLogin(loginSessionId) {
      for (const listener of endings) listener(loginSessionId);
    },
    pass: (ms) => {
      passedMs += ms;
    },
    async ask(method, path, options) {
      const answer = await ask(gateway.port, method, path, options);
      requireDeclared();
      const wrong = undeclaredAnswer(method, path, answer.status);
      if (wrong !== undefined) throw new Error(wrong);
      return answer;
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      requireDeclared();
    },
  };
}

/** One request over a connection of its own. */
export function ask(port: number, method: string, path: string, { token, headers = {}, body }: AskOptions = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = typeof body === "string" ? body : body === undefined ? undefined : JSON.stringify(body);
  const request = httpRequest({
    host: "127.0.0.1",
    port,
    method,
    path,
    agent: false,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(sent === undefined ? {} : { "Content-Type": "application/json" }),
      ...(sent === undefined || "Transfer-Encoding" in headers ? {} : { "Content-Length": String(Buffer.byteLength(sent)) }),
      ...headers,
    },
  });
  request.once("error", reject);
  request.once("response", (response) => {
    const parts: Buffer[] = [];
    response.on("data", (part: Buffer) => parts.push(part));
    response.once("error", reject);
    response.once("end", () => {
      const text = Buffer.concat(parts).toString("latin1");
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) as unknown });
    });
  });
  request.end(sent);
  return promise;
}
