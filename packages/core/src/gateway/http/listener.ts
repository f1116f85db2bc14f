import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { gatewayErrors } from "../gateway.errors.ts";
import type { GatewayMetrics } from "../metrics/index.ts";

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

export function createListener(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  metrics: GatewayMetrics,
  { deadlines, onConnection, isAnswering }: ListenerOptions,
): Server {
  const server = createServer(
    {
      headersTimeout: deadlines.headersMs,
      requestTimeout: deadlines.requestMs,
      keepAliveTimeout: deadlines.keepAliveMs,
      connectionsCheckingInterval: deadlines.checkMs,
      maxHeaderSize: MAX_HEADER_BYTES,
      noDelay: true,
    },
    handle,
  );
  // Work that takes its time is the node's own doing: a client is to blame for what it does not take, or when nothing is to come.
  server.setTimeout(deadlines.stalledMs, (socket) => {
    if (!isAnswering(socket) || socket.writableLength > 0) socket.destroy();
  });
  server.on("connection", (socket) => {
    metrics.connectionOpened();
    socket.once("close", () => metrics.connectionClosed());
    onConnection(socket);
  });
  return server;
}

/** Binds the listener and answers the port it got. @throws PORT_TAKEN, PORT_FORBIDDEN, ADDRESS_UNKNOWN. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
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
