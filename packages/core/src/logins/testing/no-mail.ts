import { emailErrors } from "@lucid/contract";
import type { LoginsAreaDeps } from "../start-logins.ts";

/** For logins whose test is not about e-mail. */
export const noMail: LoginsAreaDeps["mail"] = {
  isAvailable: () => false,
  requestLogin() {
    throw emailErrors.MAIL_OFF();
  },
  redeemLogin() {
    throw emailErrors.MAIL_LINK_INVALID();
  },
};
