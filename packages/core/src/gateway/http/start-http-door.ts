import { type IncomingMessage, type Server, ServerResponse } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { API_PREFIX, commonErrors } from "@lucid/contract";
import { type Clock, describeFailure, type Randomness } from "@lucid/foundation";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { BulkService, Services } from "../../calls/index.ts";
import { followGonePeers, networkOf } from "../../ground/index.ts";
import type { LucidRouter } from "../create-router.ts";
import { type GatewayOptions, reachOf } from "../gateway-options.ts";
import type { Guard } from "../guard.ts";
import { createShares } from "../limits/shares.ts";
import type { LoginStreams } from "../login-streams.ts";
import type { GatewayMetrics } from "../metrics/index.ts";
import { createDocument } from "../openapi/create-document.ts";
import { toEnvelope, toWireError } from "../wire-error.ts";
import { answerBrokenRequests } from "./answer-broken-requests.ts";
import { type ClientAddress, createClientAddress } from "./client-address.ts";
import { CONNECTIONS, createConnections } from "./connections.ts";
import { createRpcDoor } from "./create-rpc-door.ts";
import { createSideRoutes } from "./create-side-routes.ts";
import { following } from "./following.ts";
import { hangUp } from "./hang-up.ts";
import { createIncomingCall } from "./incoming-call.ts";
import { createListener, DEADLINES, listen } from "./listener.ts";
import { createOnionCallers, namesOnion, type OnionDoorOptions } from "./onion-door.ts";
import { createRefreshCookie } from "./refresh-cookie.ts";
import { refuseRequests } from "./refuse-requests.ts";
import { DATA_HEADERS } from "./security-headers.ts";
import { startTlsListener } from "./start-tls-listener.ts";
import { startViewerBridge } from "./start-viewer-bridge.ts";
import { createHostCheck } from "./trusted-hosts.ts";

export interface HttpDoorDeps {
  readonly router: LucidRouter;
  readonly guard: Guard;
  readonly bulk: BulkService;
  readonly node: Pick<Services["node"], "health" | "status">;
  readonly gateway: Pick<Services["gateway"], "metrics">;
  readonly metrics: GatewayMetrics;
  readonly loginStreams: LoginStreams;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
}

export interface HttpDoor extends AsyncDisposable {
  readonly port: number;
  /** Of the listener with TLS, where there is one. */
  readonly tlsPort: number | undefined;
  /** Opens a door for what comes through an onion service; it closes with the value, and with the node. */
  openOnion(options: OnionDoorOptions): Promise<AsyncDisposable>;
}

/** Stands where others have an address. */
const ONION = "onion";
/** Answers under way may finish for this long when the node stops. */
const GRACE_MS = 500;

/** One listener for the contract, the files, the page and the viewers. @throws as `listen` does. */
export async function startHttpDoor(deps: HttpDoorDeps, options: GatewayOptions): Promise<HttpDoor> {
  const { guard, metrics, clock, randomness, log } = deps;
  const { version } = options;
  const reach = following(
    () => [options.trustedHosts, options.trustedProxies, options.metricsPublic, options.docsPublic],
    () => reachOf(options),
  );
  const hostCheck = following(
    () => [reach()],
    () => createHostCheck(reach().hosts),
  );
  let port = options.port;

  const refreshCookie = createRefreshCookie({ port: () => port, httpsHosts: () => reach().httpsHosts });
  const addresses = following(
    () => [options.trustedProxies],
    () => createClientAddress(options.trustedProxies ?? []),
  );
  const isProxy: ClientAddress["isProxy"] = (peer) => addresses().isProxy(peer);
  const deadlines = { ...DEADLINES, ...options.deadlines };
  const onions = createOnionCallers((ms, then) => clock.after(ms, then), deadlines.headersMs);
  const clientOf = (request: IncomingMessage): string => (onions.of(request.socket) ? ONION : addresses().clientOf(request));
  const circuitOf = (socket: object): string | undefined => onions.of(socket)?.circuit;
  const limits = { ...CONNECTIONS, ...options.connections };
  const connections = createConnections({ isProxy, circuitOf, limits, onCrowded: () => metrics.crowded.inc() });
  // A proxy has few connections for many clients: what it carries counts request by request.
  const carried = createShares(limits.ofNetwork);
  const makeCall = createIncomingCall({
    randomness,
    refreshCookie,
    clientOf,
    circuitOf: ({ socket }) => circuitOf(socket),
    connections,
  });
  const rpc = createRpcDoor({ router: deps.router, guard, makeCall });
  const viewers = startViewerBridge({ guard, bulk: deps.bulk, makeCall, metrics, loginStreams: deps.loginStreams, log });
  let document: Promise<object> | undefined;
  const side = await createSideRoutes(
    { ...deps, makeCall, methodsOf: rpc.methodsOf, document: () => (document ??= createDocument(version)) },
    { version, metrics: () => reach().metrics, docs: () => reach().docs, page: options.page },
  );

  function refuse(error: unknown, response: ServerResponse): void {
    const set = response.getHeader("X-Request-Id");
    const requestId = typeof set === "string" ? set : randomness.uuid();
    const shown = toWireError(error, { requestId, nowMs: clock.now(), version });
    if (shown.status >= 500) log.error({ requestId, failure: describeFailure(shown.cause) }, "a request could not be served");
    if (response.headersSent) return void response.destroy();
    const body = JSON.stringify(shown.data);
    const headers = { ...DATA_HEADERS, "X-Request-Id": requestId, "Content-Type": "application/json", Connection: "close" };
    response.writeHead(shown.status, { ...headers, "Content-Length": Buffer.byteLength(body) }).end(body);
  }

  function admit(request: IncomingMessage): void {
    try {
      const onion = onions.of(request.socket);
      refuseRequests(request, onion ? (host) => namesOnion(onion, host) : hostCheck());
    } catch (refusal) {
      metrics.turnedAway.inc();
      throw refusal;
    }
  }

  function carry(request: IncomingMessage, response: ServerResponse): void {
    if (!isProxy(request.socket.remoteAddress ?? "")) return;
    const share = carried.take(networkOf(clientOf(request)));
    if (!share) throw commonErrors.RATE_LIMITED({ retry_after_s: 1 }, { message: "Too many requests under way: wait for some" });
    response.once("close", () => share[Symbol.dispose]());
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    admit(request);
    carry(request, response);
    if (request.url?.startsWith(`${API_PREFIX}/`) && (await rpc.handle(request, response))) return;
    side.routing(request, response);
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, response: ServerResponse): Promise<void> {
    admit(request);
    await viewers.upgrade(request, socket, head, response);
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    connections.answer(request.socket, response);
    serve(request, response).catch((error: unknown) => refuse(error, response));
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const response = new ServerResponse(request);
    connections.answer(request.socket, socket);
    socket.on("error", (error) => log.debug({ failure: describeFailure(error) }, "an upgraded connection broke"));
    upgrade(request, socket, head, response).catch((error: unknown) => {
      response.assignSocket(socket as IncomingMessage["socket"]);
      response.once("finish", () => hangUp(socket, clock));
      refuse(error, response);
    });
  }

  function attend(server: Server | TlsServer): void {
    answerBrokenRequests(server, { clock }, (error) =>
      toEnvelope(error, { requestId: randomness.uuid(), nowMs: clock.now(), version }),
    );
    server.on("upgrade", onUpgrade);
  }

  const peers = followGonePeers({ clock, log });
  const onConnection = (socket: Socket): void => {
    connections.open(socket);
    peers.follow(socket);
  };
  const listening = { ...connections, deadlines, onConnection };
  await using starting = new AsyncDisposableStack();
  const server = createListener(onRequest, metrics, listening);
  attend(server);
  port = await listen(server, options.host, options.port);
  starting.defer(() => void server.close());
  const tls = options.tls && (await startTlsListener({ ...deps, onRequest, attend, listening }, options.tls));
  starting.move();
  const doors = new Set<AsyncDisposable>();

  return {
    port,
    tlsPort: tls?.port,
    async openOnion(wanted) {
      const behind = createListener(onRequest, metrics, listening);
      attend(behind);
      const opened = await onions.open(behind, wanted);
      let closing: Promise<void> | undefined;
      const door: AsyncDisposable = {
        [Symbol.asyncDispose]() {
          doors.delete(door);
          return (closing ??= Promise.resolve(opened[Symbol.asyncDispose]()));
        },
      };
      doors.add(door);
      return door;
    },
    async [Symbol.asyncDispose]() {
      tls?.stopFollowing();
      const servers = [server, ...(tls ? [tls.server] : [])];
      const closed = servers.map((one) => new Promise<void>((resolve) => void one.close(() => resolve())));
      rpc.endStreams();
      viewers[Symbol.dispose]();
      using _ = clock.after(GRACE_MS, () => {
        for (const one of servers) one.closeAllConnections();
      });
      await Promise.all([...closed, ...[...doors].map((door) => door[Symbol.asyncDispose]())]);
      peers[Symbol.dispose]();
      await side.close();
    },
  };
}
