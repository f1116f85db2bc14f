import type { CallOrigin, Principal, TokenOutcome } from "../calls/index.ts";

/** What the gateway asks of the part that knows tokens. */
export interface TokenVerifier {
  /** @throws SHARED_STORE_AWAY when another node's word is needed and cannot be had. */
  verifyAccess(token: string, from: CallOrigin): TokenOutcome | Promise<TokenOutcome>;
  /** Whether whoever calls has proven within `FRESH_FOR_S` to be there. A machine never has. */
  isFresh(principal: Principal): boolean;
  /** Tells of logins and API keys that ended: their streams and viewers end with them. */
  onEnded(listener: (loginSessionId: string) => void): Disposable;
}
