import { commonErrors } from "@lucid/contract";
import { requirePrincipal, type Services } from "../calls/index.ts";
import type { Auth } from "./auth.ts";

/** The people part of the contract. */
export function createPeopleService(auth: Auth): Services["people"] {
  return {
    me: (_input, caller) => auth.me(requirePrincipal(caller)),
    updateMe: (input, caller) => auth.updateMe(requirePrincipal(caller), input),
    identity: (_input, caller) => auth.identity(requirePrincipal(caller)),
    setIdentity: (input, caller) => auth.setIdentity(requirePrincipal(caller), input),
    get(input) {
      const user = auth.getUser(input.user_id);
      if (!user) throw commonErrors.NOT_FOUND();
      return user;
    },
  };
}
