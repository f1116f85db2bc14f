import type { LoginsAreaDeps } from "../start-logins.ts";

/** For logins whose test is not about invitations. */
export const nobodyInvited: LoginsAreaDeps["invitations"] = {
  redeem() {
    throw new Error("Nobody is invited here");
  },
};
