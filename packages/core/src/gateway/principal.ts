import { authErrors } from "@lucid/contract";
import type { Principal } from "../auth/index.ts";
import type { Caller } from "./services.ts";

/** The account behind a call. @throws TOKEN_INVALID on a call that came without one. */
export function requirePrincipal(caller: Caller): Principal {
  if (!caller.principal) throw authErrors.TOKEN_INVALID();
  return caller.principal;
}
