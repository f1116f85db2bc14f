import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { gatewayErrors } from "../gateway.errors.ts";
import type { GatewayMetrics } from "../metrics/index.ts";

/** A request's headers arrive at once; a client that takes longer holds a connection and does nothing with it. */
const HEADERS_TIMEOUT_MS = 10_000;
/** 1 MiB over a slow line takes 8 s at 1 Mbit/s. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than the pauses of a page that asks every minute. */
const KEEP_ALIVE_MS = 65_000;
/** Slow clients are looked for this often. */
const CHECK_MS = 5_000;
const MAX_HEADER_BYTES = 16_384;
const MAX_CONNECTIONS = 2_048;

export function createListener(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  metrics: GatewayMetrics,
): Server {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      noDelay: true,
    },
    handle,
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.on("connection", (socket) => {
    metrics.connectionOpened();
    socket.once("close", () => metrics.connectionClosed());
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
