import { getContractRouter, isContractProcedure } from "@orpc/contract";
import { isLoggedOut } from "./failure.ts";
import type { Login } from "./login.ts";
import { contract } from "./routes.ts";

interface Call {
  readonly path: readonly string[];
  next(): Promise<unknown>;
}

/** A call that needs no token answers 401 about what it was given, not about the login. */
function needsToken(path: readonly string[]): boolean {
  const procedure = getContractRouter(contract, path);
  return isContractProcedure(procedure) && procedure["~orpc"].meta["access"] !== "public";
}

/** Interceptor of every call: an access token that the node no longer takes is renewed once, then the call is repeated. */
export const renewOnce =
  (login: Login) =>
  async (call: Call): Promise<unknown> => {
    try {
      return await call.next();
    } catch (error) {
      if (!isLoggedOut(error) || !needsToken(call.path)) throw error;
      if (login.state.getState().status !== "in" || !(await login.refresh())) throw error;
      return await call.next();
    }
  };
