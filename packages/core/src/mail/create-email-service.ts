import { commonErrors } from "@lucid/contract";
import { requirePrincipal, type Services } from "../calls/index.ts";
import type { EmailLinks } from "./create-email-links.ts";

/** The part of the contract about the e-mail address of an account. */
export const createEmailService = (links: EmailLinks): Services["email"] => ({
  get(_input, caller) {
    const { userId } = requirePrincipal(caller);
    const [address = null, pending = null] = [links.emailOf(userId), links.pendingOf(userId)];
    return { available: links.isAvailable(), address, pending: pending === address ? null : pending };
  },
  set(input, caller) {
    links.askToConfirm(requirePrincipal(caller).userId, input.address, input.language);
    return { message: "A link is on its way to the address" };
  },
  confirm(input, caller) {
    const { userId, email } = links.confirm(input.token);
    caller.identify({ userId, target: userId });
    return { address: email };
  },
  remove(_input, caller) {
    if (!links.remove(requirePrincipal(caller).userId)) throw commonErrors.NOT_FOUND();
    return { message: "The e-mail address is removed" };
  },
});
