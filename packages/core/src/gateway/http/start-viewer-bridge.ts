import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { API_PREFIX, commonErrors, MAX_CLIPBOARD_BYTES } from "@lucid/contract";
import { describeFailure } from "@lucid/foundation";
import type { Logger } from "pino";
import { createWebSocketStream, type WebSocket, WebSocketServer } from "ws";
import type { BulkService, ViewerTarget } from "../../calls/index.ts";
import { viewer } from "../bulk-operations.ts";
import type { Guard } from "../guard.ts";
import { createOpenStreams, STREAMS } from "../limits/open-streams.ts";
import type { LoginStreams } from "../login-streams.ts";
import type { GatewayMetrics } from "../metrics/index.ts";
import { targetOf } from "../target-of.ts";
import { BundleParams, parseInput, ViewerQuery } from "./bundle-query.ts";
import type { MakeCall } from "./incoming-call.ts";

export interface ViewerBridgeDeps {
  readonly guard: Guard;
  readonly bulk: Pick<BulkService, "redeemViewerTicket">;
  readonly makeCall: MakeCall;
  readonly metrics: GatewayMetrics;
  readonly loginStreams: LoginStreams;
  readonly log: Logger;
}

export interface ViewerBridge extends Disposable {
  /** Takes over an upgraded connection for the viewer's path. @throws what the ticket or the path did not satisfy. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, response: ServerResponse): Promise<void>;
}

const PATH = new RegExp(`^${API_PREFIX}/sessions/([^/?]+)/viewer$`);
/** Far more than the longest thing a viewer may send, a text of the clipboard: one that is too large is refused, and told, by the desktop's gate. */
const MAX_MESSAGE_BYTES = 4 * MAX_CLIPBOARD_BYTES;
const MESSAGE_TOO_LONG = "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
/** Bytes in flight before the slower side makes the faster one wait: about one screen. */
const HIGH_WATER_MARK = 262_144;
/** A viewer that does not answer this often is gone. */
const PING_MS = 20_000;

/** RFB in binary WebSocket frames (noVNC's `binary` subprotocol) for the desktop that a ticket stands for. */
export function startViewerBridge({ guard, bulk, makeCall, metrics, loginStreams, log }: ViewerBridgeDeps): ViewerBridge {
  const openViewers = createOpenStreams(STREAMS);
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered) => (offered.has("binary") ? "binary" : false),
  });

  function bridge(socket: WebSocket, target: ViewerTarget): void {
    const frames = createWebSocketStream(socket, { highWaterMark: HIGH_WATER_MARK });
    metrics.streams.inc({ kind: "viewer" });
    const pings = keepAlive(socket);
    const tracked = loginStreams.track(target.loginSessionId, () => end(socket, 1008, "The login has ended"));
    frames.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === MESSAGE_TOO_LONG)
        log.warn({ most: MAX_MESSAGE_BYTES }, "a viewer was cut off: it sent a message that is too long");
      else log.debug({ failure: describeFailure(error) }, "a viewer's connection broke");
    });
    socket.once("close", () => {
      metrics.streams.dec({ kind: "viewer" });
      pings[Symbol.dispose]();
      tracked[Symbol.dispose]();
    });
    target.attach(frames);
  }

  function redeem({ pathname, searchParams }: URL): Promise<ViewerTarget> {
    const { session_id: sessionId } = parseInput(BundleParams, { session_id: PATH.exec(pathname)?.[1] });
    const { ticket } = parseInput(ViewerQuery, Object.fromEntries(searchParams));
    return bulk.redeemViewerTicket(ticket, sessionId);
  }

  return {
    async upgrade(request, socket, head, response) {
      const url = new URL(`http://gateway${request.url ?? "/"}`);
      if (!PATH.test(url.pathname)) throw commonErrors.NOT_FOUND();
      const call = makeCall(request, response, (name, value) => response.setHeader(name, value));
      call.subject = { target: targetOf({ session_id: PATH.exec(url.pathname)?.[1] }) };
      const target = await guard.run(call, viewer, async (caller) => {
        const redeemed = await redeem(url);
        const { userId, loginSessionId, apiKeyId } = redeemed;
        caller.identify({ userId, ...(apiKeyId === undefined ? { loginSessionId } : { apiKeyId }) });
        if (redeemed.userId !== undefined) call.onIdentified?.(redeemed.userId);
        const share = openViewers.open({ userId: redeemed.userId, ip: call.circuit ?? call.ip });
        socket.once("close", () => share[Symbol.dispose]());
        return redeemed;
      });
      sockets.handleUpgrade(request, socket, head, (opened) => bridge(opened, target));
    },
    [Symbol.dispose]() {
      for (const socket of sockets.clients) end(socket, 1001, "The node is stopping");
    },
  };
}

/** Says why and does not wait for an answer. */
function end(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason);
  socket.terminate();
}

function keepAlive(socket: WebSocket): Disposable {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
