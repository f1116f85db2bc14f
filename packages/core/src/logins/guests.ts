import type { Clock } from "@lucid/foundation";
import type { LoginsElsewhere } from "../shared-store/index.ts";
import { principalOf } from "./access.ts";
import type { AccessClaims } from "./access-token.ts";
import type { LoginMethod } from "./login-repository.ts";
import type { AccessOutcome, LoginAccounts } from "./logins.ts";
import type { SecondFactors } from "./second-factor/create-second-factor.ts";

/** What names the same person at every node. A passkey, a mailbox and a code are of one node. */
const PROVEN_BY_WALLET: ReadonlySet<LoginMethod> = new Set(["wallet", "wallet-and-code"]);
export const travels = (method: LoginMethod): boolean => PROVEN_BY_WALLET.has(method);

export interface GuestsDeps {
  readonly clock: Clock;
  readonly accounts: Pick<LoginAccounts, "findByAddress">;
  readonly secondFactor: Pick<SecondFactors, "isOn" | "isDue">;
  readonly elsewhere: Pick<LoginsElsewhere, "ask"> | undefined;
}

/**
 * Lets in whoever is logged in at another node of the owner, as the account that the wallet has here, with the rights it has here. The
 * other node's proof counts for no fresh one, and for no second factor: an account that has or needs one here logs in here.
 */
export function createGuests({ clock, accounts, secondFactor, elsewhere }: GuestsDeps) {
  return {
    /** @throws SHARED_STORE_AWAY. */
    async admit(claims: AccessClaims): Promise<AccessOutcome> {
      const account = elsewhere && accounts.findByAddress(claims.adr);
      if (!account || account.status !== "active" || secondFactor.isOn(account.user_id) || secondFactor.isDue(account)) {
        return { kind: "refused", reason: "ended" };
      }
      const lifeMs = await elsewhere.ask({ node: claims.iss, loginId: claims.sid, tokenId: claims.jti }, claims.adr);
      // Its own node gives it a new token, if the login is open.
      if (lifeMs === undefined) return { kind: "refused", reason: "expired" };
      const principal = principalOf(claims, account, claims.adr, undefined);
      return { kind: "valid", principal: { ...principal, homeNode: claims.iss, tokenExpiresAtMs: clock.now() + lifeMs } };
    },
  };
}
