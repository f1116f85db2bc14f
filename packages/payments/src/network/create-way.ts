import { Agent as PlainAgent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { connect as connectTls } from "node:tls";
import { type Clock, connectSocks } from "@lucid/foundation";
import { NetworkError } from "./network-error.ts";

/** TronGrid answers 429 to more at once than 15 in a second. */
const CONNECTIONS = 4;
/** What the error of a socket is called at which nobody answers (connect(2)). */
const NOBODY_THERE = new Set(["ENOENT", "ECONNREFUSED"]);

/** Connections to the one node that is asked, kept between questions. Disposing ends them, also those that come about. */
export interface Way extends Disposable {
  readonly agent: PlainAgent;
  /** The longest that a question waits, from the connection to the last byte. */
  readonly answerMs: number;
}

/** A node that needs longer is overloaded, and the next look is better. */
const DIRECT_MS = 8_000;
/** A circuit through Tor comes about within some seconds, and each answer crosses it. */
const THROUGH_TOR_MS = 20_000;

/** Directly, or through a SOCKS5 proxy on a socket and through nothing else, which asks for the host's name as well. */
export function createWay(clock: Clock, base: URL, socks: string | null): Way {
  const isTls = base.protocol === "https:";
  const agent = new (isTls ? TlsAgent : PlainAgent)({ keepAlive: true, maxSockets: CONNECTIONS });
  if (socks === null) return { agent, answerMs: DIRECT_MS, [Symbol.dispose]: () => agent.destroy() };

  const closing = new AbortController();
  const host = base.hostname;
  const port = Number(base.port) || (isTls ? 443 : 80);

  async function open() {
    const late = new AbortController();
    using _timer = clock.after(THROUGH_TOR_MS, () => late.abort(tooLate()));
    try {
      const socket = await connectSocks(socks ?? "", host, port, AbortSignal.any([closing.signal, late.signal]));
      return isTls ? connectTls({ socket, servername: host, ALPNProtocols: ["http/1.1"] }) : socket;
    } catch (error) {
      if (error instanceof NetworkError) throw error;
      throw new NetworkError("connection", whyNot(error), { cause: error });
    }
  }
  agent.createConnection = (_options, taken) => {
    open().then(
      (stream) => taken?.(null, stream),
      (error: Error) => taken?.(error, undefined as never),
    );
    return undefined;
  };
  return {
    agent,
    answerMs: THROUGH_TOR_MS,
    [Symbol.dispose]() {
      closing.abort(new NetworkError("connection", "the way to the node was given up"));
      agent.destroy();
    },
  };
}

const tooLate = (): NetworkError => new NetworkError("timeout", `no connection through Tor within ${THROUGH_TOR_MS / 1_000} s`);

function whyNot(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (NOBODY_THERE.has(code)) return "the node's own Tor does not run, and payments go through it alone";
  return error instanceof Error ? error.message : "no connection through Tor";
}
