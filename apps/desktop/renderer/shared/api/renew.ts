import { contract, type ProcedureMeta } from "@lucid/contract";
import type { AnyContractProcedure } from "@orpc/contract";
import { isLoggedOut } from "./failure.ts";
import type { Login } from "./login.ts";

interface Call {
  readonly path: readonly string[];
  next(): Promise<unknown>;
}

/** A call that needs no token answers 401 about what it was given, not about the login. */
function needsToken([area = "", name = ""]: Call["path"]): boolean {
  const procedures: Readonly<Record<string, Readonly<Record<string, AnyContractProcedure>>>> = contract;
  const meta: Partial<ProcedureMeta> | undefined = procedures[area]?.[name]?.["~orpc"].meta;
  return meta?.access !== "public";
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
