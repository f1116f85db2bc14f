import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import { Socket } from "node:net";
import { gatewayErrors } from "../gateway.errors.ts";
import type { GatewayMetrics } from "../metrics/index.ts";
import type { Certificate } from "../tls/read-certificate.ts";

/** After how many milliseconds a client that does not do its part loses its connection. */
export const DEADLINES = {
  /** Headers arrive at once; a client that takes longer holds a connection and does nothing with it. */
  headersMs: 10_000,
  /** 1 MiB over a slow line takes 8 s at 1 Mbit/s. */
  requestMs: 30_000,
  /** Longer than the pauses of a page that asks every minute. */
  keepAliveMs: 65_000,
  /** A client that takes no byte of its answer for this long is not slow but gone. Event streams beat every 5 s. */
  stalledMs: 60_000,
  /** Slow clients are looked for this often. */
  checkMs: 2_000,
} as const;
const MAX_HEADER_BYTES = 16_384;

export interface ListenerOptions {
  readonly deadlines: Readonly<Record<keyof typeof DEADLINES, number>>;
  readonly onConnection: (socket: Socket) => void;
  /** Whether a request of the connection has arrived and is being answered. */
  readonly isAnswering: (socket: Socket) => boolean;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

const httpOptions = (deadlines: ListenerOptions["deadlines"]) => ({
  headersTimeout: deadlines.headersMs,
  requestTimeout: deadlines.requestMs,
  keepAliveTimeout: deadlines.keepAliveMs,
  connectionsCheckingInterval: deadlines.checkMs,
  maxHeaderSize: MAX_HEADER_BYTES,
  noDelay: true,
});

export function createListener(handle: Handle, metrics: GatewayMetrics, options: ListenerOptions): Server {
  const server = createServer(httpOptions(options.deadlines), handle);
  server.on("connection", options.onConnection);
  return watched(server, metrics, options);
}

/** The same with TLS 1.2 or newer. A connection counts from its first byte, and as itself once it is encrypted. */
export function createTlsListener(
  handle: Handle,
  metrics: GatewayMetrics,
  { certificate, release, ...options }: ListenerOptions & TlsListenerOptions,
): TlsServer {
  const { cert, key } = certificate;
  const handshakeTimeout = options.deadlines.headersMs;
  const server = createTlsServer(
    { ...httpOptions(options.deadlines), cert, key, minVersion: "TLSv1.2", handshakeTimeout },
    handle,
  );
  const bare = new Map<string, Socket>();
  const placeOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
  server.on("connection", (socket) => {
    if (!(socket instanceof Socket)) return;
    const place = placeOf(socket);
    bare.set(place, socket);
    socket.once("close", () => bare.get(place) === socket && bare.delete(place));
    options.onConnection(socket);
  });
  server.on("secureConnection", (socket) => {
    const before = bare.get(placeOf(socket));
    if (before) release(before);
    options.onConnection(socket);
  });
  return watched(server, metrics, options);
}

export interface TlsListenerOptions {
  readonly certificate: Pick<Certificate, "cert" | "key">;
  /** A connection counts no more. */
  readonly release: (socket: Socket) => void;
}

function watched<Listener extends Server | TlsServer>(
  server: Listener,
  metrics: GatewayMetrics,
  { deadlines, isAnswering }: ListenerOptions,
): Listener {
  // Work that takes its time is the node's own doing: a client is to blame for what it does not take, or when nothing is to come.
  server.setTimeout(deadlines.stalledMs, (socket) => {
    if (!isAnswering(socket) || socket.writableLength > 0) socket.destroy();
  });
  server.on("connection", (socket) => {
    metrics.connectionOpened();
    socket.once("close", () => metrics.connectionClosed());
  });
  return server;
}

/** Binds the listener and answers the port it got. @throws PORT_TAKEN, PORT_FORBIDDEN, ADDRESS_UNKNOWN. */
export async function listen(server: Server | TlsServer, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen({ host, port }, resolve);
  try {
    await promise;
  } catch (error) {
    throw startError(error, host, port);
  } finally {
    server.off("error", reject);
  }
  const address = server.address();
  return typeof address === "object" && address ? address.port : port;
}

function startError(cause: unknown, host: string, port: number): unknown {
  const address = { host, port };
  const named = (reason: string) => ({ cause, message: `The gateway cannot listen on ${host} port ${port}: ${reason}` });
  switch ((cause as { code?: string }).code) {
    case "EADDRINUSE":
      return gatewayErrors.PORT_TAKEN(address, named("another program uses it"));
    case "EACCES":
      return gatewayErrors.PORT_FORBIDDEN(address, named("the system does not allow it; ports below 1024 need a privilege"));
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return gatewayErrors.ADDRESS_UNKNOWN(address, named("this computer has no such address"));
    default:
      return cause;
  }
}
