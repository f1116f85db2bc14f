import { peopleErrors } from "@lucid/contract";
import { requirePrincipal, type Services } from "../calls/index.ts";
import type { AccountDeletion } from "./create-account-deletion.ts";

/** What somebody does with the own account as a whole. */
export function createAccountService(deletion: AccountDeletion): Services["account"] {
  return {
    async delete(input, caller) {
      const { userId, tronAddress } = requirePrincipal(caller);
      if (input.tron_address !== tronAddress) throw peopleErrors.ADDRESS_DIFFERS();
      caller.identify({ target: userId });
      await deletion.remove(userId, userId, () => undefined);
      caller.refreshCookie?.set(undefined);
      return { message: "Your account is deleted" };
    },
  };
}
