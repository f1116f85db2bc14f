import { loginErrors } from "@lucid/contract";
import type { Principal } from "../logins/index.ts";
import type { Caller } from "./services.ts";

/** The account behind a call. @throws TOKEN_INVALID on a call that came without one. */
export function requirePrincipal(caller: Caller): Principal {
  if (!caller.principal) throw loginErrors.TOKEN_INVALID();
  return caller.principal;
}
