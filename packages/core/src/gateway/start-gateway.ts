import type { Clock, Randomness } from "@lucid/foundation";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { Area, AuditedCall, Gate, Principal } from "../calls/index.ts";
import { createMemoryRateLimiter, type RateLimiter } from "../shared-store/index.ts";
import { attachPort, type GatewayPort, type PortWindow } from "./attach-port.ts";
import { createGatewayArea } from "./create-gateway-area.ts";
import { createRouter, type LucidRouter } from "./create-router.ts";
import { type GatewayOptions, limitsOf } from "./gateway-options.ts";
import { createGuard } from "./guard.ts";
import type { OnionDoorOptions } from "./http/onion-door.ts";
import { startHttpDoor } from "./http/start-http-door.ts";
import { createOpenStreams, STREAMS } from "./limits/open-streams.ts";
import { createLoginStreams } from "./login-streams.ts";
import { mergeAreas } from "./merge-areas.ts";
import { createGatewayMetrics } from "./metrics/index.ts";
import type { TokenVerifier } from "./services.ts";

export interface GatewayDeps {
  readonly areas: readonly Pick<Area, "services" | "bulk">[];
  readonly tokens: TokenVerifier;
  readonly gate: Gate;
  /** What `/metrics` shows; the gateway adds its own figures. */
  readonly registry: Registry;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
  /** Counts in memory unless several nodes share a store. */
  readonly limiter?: RateLimiter | undefined;
  /** What a login or a new session waits for; nothing where a node is alone. @throws SHARED_STORE_AWAY. */
  readonly admitNew?: (() => Promise<void>) | undefined;
  /** Told of every call that changed something or was denied. */
  readonly audit?: ((call: AuditedCall) => void) | undefined;
}

export interface Gateway extends AsyncDisposable {
  /** Where programs of this computer reach the gateway, for example `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly port: number;
  /** The same with TLS, where there is a listener for it. */
  readonly tlsUrl: string | undefined;
  readonly router: LucidRouter;
  /** Takes what comes through an onion service, until the returned value is disposed. */
  openOnion(options: OnionDoorOptions): Promise<AsyncDisposable>;
  /** Serves what a window may call of the router until the returned value is disposed. */
  attachPort(port: GatewayPort, window: PortWindow, principalOf: () => Principal | undefined): Disposable;
}

/**
 * Opens the doors of the node: HTTP now, ports as they are attached. Closing ends streams at once, lets
 * other answers finish for half a second, and then cuts what is left.
 * @throws PORT_TAKEN, PORT_FORBIDDEN, ADDRESS_UNKNOWN.
 */
export async function startGateway(deps: GatewayDeps, options: GatewayOptions): Promise<Gateway> {
  const limiter = deps.limiter ?? createMemoryRateLimiter(deps);
  const metrics = createGatewayMetrics(deps);
  const admitNew = deps.admitNew ?? (async () => undefined);
  const guard = createGuard(
    { ...deps, limiter, admitNew, metrics },
    { limits: () => limitsOf(options), version: options.version },
  );
  const loginStreams = createLoginStreams();
  const { services, bulk } = mergeAreas([...deps.areas, createGatewayArea(deps, metrics, options.version)]);
  const openStreams = createOpenStreams(STREAMS);
  const router = createRouter({ ...deps, services, guard, metrics, loginStreams, openStreams });
  const { node, gateway } = services;
  const http = await startHttpDoor({ ...deps, bulk, router, guard, metrics, loginStreams, node, gateway }, options);
  const ending = deps.tokens.onEnded((loginSessionId) => loginStreams.endLogin(loginSessionId));
  const ports = new Set<Disposable>();

  return {
    url: `http://${reachable(options.host)}:${http.port}`,
    port: http.port,
    tlsUrl: options.tls && `https://${reachable(options.tls.host)}:${http.tlsPort}`,
    router,
    openOnion: http.openOnion,
    attachPort(port, window, principalOf) {
      const attached = attachPort({ ...deps, router, guard }, port, window, principalOf);
      const entry = {
        [Symbol.dispose]() {
          ports.delete(entry);
          attached[Symbol.dispose]();
        },
      };
      ports.add(entry);
      return entry;
    },
    async [Symbol.asyncDispose]() {
      ending[Symbol.dispose]();
      for (const port of ports) port[Symbol.dispose]();
      await http[Symbol.asyncDispose]();
    },
  };
}

/** A listener on every address is reached by the loopback one. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
