import { type Contract, commonErrors } from "@lucid/contract";
import type { Randomness } from "@lucid/foundation";
import type { SupportedMessagePort } from "@orpc/client/message-port";
import { RPCHandler } from "@orpc/server/message-port";
import type { Principal, RefreshCookie } from "../calls/index.ts";
import type { Call, Operation, RouterContext } from "./call.ts";
import type { LucidRouter } from "./create-router.ts";
import type { Guard } from "./guard.ts";
import { bearerOf } from "./http/incoming-call.ts";

/** A port of worker_threads, of a browser, or of Electron's main process. */
export type GatewayPort = SupportedMessagePort & { start?(): void; close?(): void };

/** Who has the other end of a port. */
export interface PortWindow {
  /** Names the window in the audit. */
  readonly kind: string;
  /** The parts of the contract that it may call. The others are not there for it, whoever is logged in. */
  readonly procedures: "all" | readonly (keyof Contract)[];
  /** Keeps the refresh token for the window, as a cookie that its page cannot read. */
  readonly refreshCookie?: RefreshCookie | undefined;
}

export interface PortDoorDeps {
  readonly router: LucidRouter;
  readonly guard: Guard;
  readonly randomness: Randomness;
}

const unknownCall: Operation = {
  name: "unknown",
  access: "public",
  rate: "unlimited",
  reads: true,
  errors: [commonErrors.spec.NOT_FOUND],
};

/**
 * Serves what a window may call of the router over a port. A call may bring an access token, as over REST; a call without one speaks
 * for whom `principalOf` names, for example the owner of the application whose window has the other end.
 * @returns what closes the port, and with it the streams over it.
 */
export function attachPort(
  { router, guard, randomness }: PortDoorDeps,
  port: GatewayPort,
  window: PortWindow,
  principalOf: () => Principal | undefined,
): Disposable {
  const gone = new AbortController();
  const allowed =
    window.procedures === "all" ? router : Object.fromEntries(window.procedures.map((part) => [part, router[part]]));
  const handler = new RPCHandler<RouterContext>(allowed, {
    interceptors: [
      async ({ request, next, ...options }) => {
        const call: Call = {
          door: `port:${window.kind}`,
          ip: "local",
          host: "local",
          requestId: randomness.uuid(),
          signal: request.signal ?? gone.signal,
          startedMs: performance.now(),
          token: bearerOf(request),
          vouched: principalOf(),
          refreshCookie: window.refreshCookie,
        };
        try {
          return await next({ ...options, request, context: { call } });
        } catch (error) {
          // What the guard has refused passes as it is; this is for messages that never got to it.
          throw guard.asShown(call, unknownCall, error);
        }
      },
    ],
  });
  // The context of a call is made above; the handler wants one for the port as well.
  handler.upgrade(port, { context: {} as RouterContext });
  port.start?.();
  return {
    [Symbol.dispose]() {
      gone.abort();
      port.close?.();
    },
  };
}
