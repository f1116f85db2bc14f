import type { IncomingMessage, ServerResponse } from "node:http";
import type { Server } from "node:https";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import { gatewayErrors } from "../gateway.errors.ts";
import type { TlsOptions } from "../gateway-options.ts";
import type { GatewayMetrics } from "../metrics/index.ts";
import { followCertificate, tellOf } from "../tls/follow-certificate.ts";
import { readCertificate } from "../tls/read-certificate.ts";
import { createTlsListener, type ListenerOptions, listen, type TlsListenerOptions } from "./listener.ts";

export interface TlsListenerDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: GatewayMetrics;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** What every listener of the gateway does beside answering. */
  readonly attend: (server: Server) => void;
  readonly listening: ListenerOptions & Pick<TlsListenerOptions, "release">;
}

export interface TlsListener {
  readonly server: Server;
  readonly port: number;
  stopFollowing(): void;
}

const DAY_S = 86_400;

/**
 * The gateway with TLS of its own. A certificate that is replaced is used by the connections that come then.
 * @throws CERTIFICATE_UNUSABLE, and as `listen` does.
 */
export async function startTlsListener(deps: TlsListenerDeps, options: TlsOptions): Promise<TlsListener> {
  const { clock, log, metrics, onRequest, listening } = deps;
  const { host, hstsDays } = options;
  const certificate = openCertificate(options);
  const answer =
    hstsDays === 0
      ? onRequest
      : (request: IncomingMessage, response: ServerResponse): void => {
          response.setHeader("Strict-Transport-Security", `max-age=${hstsDays * DAY_S}`);
          onRequest(request, response);
        };
  const server = createTlsListener(answer, metrics, { ...listening, certificate });
  deps.attend(server);
  const port = await listen(server, host, options.port);
  tellOf(certificate, deps, "the gateway listens with TLS");
  const following = followCertificate(options, { clock, log }, ({ cert, key }) =>
    server.setSecureContext({ cert, key, minVersion: "TLSv1.2" }),
  );
  return { server, port, stopFollowing: () => following[Symbol.dispose]() };
}

function openCertificate(options: TlsOptions) {
  try {
    return readCertificate(options);
  } catch (cause) {
    const { host, port } = options;
    throw gatewayErrors.CERTIFICATE_UNUSABLE({ host, port }, { cause, message: (cause as Error).message });
  }
}
