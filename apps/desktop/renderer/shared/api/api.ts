import type { Contract } from "@lucid/contract";
import type { ContractRouterClient } from "@orpc/contract";
import { createTanstackQueryUtils, type RouterUtils } from "@orpc/tanstack-query";
import { createContext, useContext } from "react";
import type { Login } from "./login.ts";

export type LucidClient = ContractRouterClient<Contract>;

/** Everything a screen may ask of the node in use, whatever the door behind it. */
export interface Api {
  /** Calls a procedure. Refused calls throw: see `toFailure`. */
  readonly client: LucidClient;
  /** Query and mutation options for TanStack Query, one entry per procedure. */
  readonly queries: RouterUtils<LucidClient>;
  readonly login: Login;
  /** Where bytes that do not go through calls are fetched: chunks, bundles. */
  readonly gateway: URL;
  /** Where the viewer's WebSocket connects (ws: or wss:). It names the node in use. */
  readonly sockets: URL;
}

export interface ApiAddresses {
  readonly gateway: URL;
  /** Asked at each use: the node of an application may be another one by then. */
  readonly sockets: () => URL;
}

export const createApi = (client: LucidClient, login: Login, { gateway, sockets }: ApiAddresses): Api => ({
  client,
  queries: createTanstackQueryUtils(client),
  login,
  gateway,
  get sockets() {
    return sockets();
  },
});

/** The address for WebSockets of a gateway. */
export const socketsOf = (gateway: URL): URL => new URL(gateway.href.replace(/^http/, "ws"));

export const ApiContext = createContext<Api | undefined>(undefined);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error("useApi needs an ApiContext around it");
  return api;
}
