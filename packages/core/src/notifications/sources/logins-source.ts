import type { LoginsArea } from "../../logins/index.ts";
import type { Announce, Source } from "./source.ts";

/** What changes of a login later is no news. */
const NEWS_MS = 60_000;

export interface LoginsSourceDeps {
  readonly announce: Announce;
  readonly logins: Pick<LoginsArea, "newcomer">;
  readonly steadyNow: () => number;
}

/** Logins from a network that their account never came from: to the account. */
export const createLoginsSource = ({ announce, logins, steadyNow }: LoginsSourceDeps): Source => ({
  heard: {
    topic: "logins",
    of(userId) {
      const login = logins.newcomer(userId);
      if (!login || steadyNow() - login.created_at > NEWS_MS) return;
      announce({
        key: `login.new_place ${login.login_session_id}`,
        kind: "login.new_place",
        to: { account: userId },
        link: "/settings",
        data: { place: login.place, method: login.method },
      });
    },
  },
});
