import type { Contract } from "@lucid/contract";
import type { ContractRouterClient } from "@orpc/contract";
import { createTanstackQueryUtils, type RouterUtils } from "@orpc/tanstack-query";
import { createContext, useContext } from "react";
import type { Login } from "./shared/api/login.ts";

export type LucidClient = ContractRouterClient<Contract>;

/** Everything a screen may ask of the node in use, whatever the door behind it. */
export interface Api {
  /** Calls a procedure. Refused calls throw: see `toFailure`. */
  readonly client: LucidClient;
  /** Query and mutation options for TanStack Query, one entry per procedure. */
  readonly queries: RouterUtils<LucidClient>;
  readonly login: Login;
  /** Address of the node's gateway, for bytes that do not go through calls: the viewer's WebSocket, chunks, bundles. */
  readonly gateway: URL;
}

export const createApi = (client: LucidClient, login: Login, gateway: URL): Api => ({
  client,
  queries: createTanstackQueryUtils(client),
  login,
  gateway,
});

export const ApiContext = createContext<Api | undefined>(undefined);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error("useApi needs an ApiContext around it");
  return api;
}
