import { API_KEY_PREFIX } from "@lucid/contract";
import type { CallOrigin, Principal, TokenOutcome } from "../calls/index.ts";

/** Who knows what a bearer token stands for, and tells when that is over. */
export interface Tokens {
  verifyAccess(token: string, from: CallOrigin): TokenOutcome;
  /** Calls back with the id of each login and API key that ends. */
  onEnded(listener: (id: string) => void): Disposable;
}

/** Of logins alone is known when the person last proved to be there. Whether one of another node counts has to be asked there. */
export interface LoginTokens extends Pick<Tokens, "onEnded"> {
  verifyAccess(token: string, from: CallOrigin): TokenOutcome | Promise<TokenOutcome>;
  isFresh(principal: Principal): boolean;
}

/** Access tokens of logins and API keys as one: the prefix says which of them a token is. */
export const joinTokens = (logins: LoginTokens, keys: Tokens): LoginTokens => ({
  verifyAccess: (token, from) => (token.startsWith(API_KEY_PREFIX) ? keys : logins).verifyAccess(token, from),
  isFresh: (principal) => logins.isFresh(principal),
  onEnded(listener) {
    const both = new DisposableStack();
    both.use(logins.onEnded(listener));
    both.use(keys.onEnded(listener));
    return both;
  },
});
