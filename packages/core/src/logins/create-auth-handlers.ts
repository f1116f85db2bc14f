import type { Account, AuthResponse, SealedIdentity } from "@lucid/contract";
import { commonErrors, loginErrors } from "@lucid/contract";
import type { Auth, Caller, LoginInput, Principal } from "./auth.ts";

/** What a door knows of a call that carries no valid token. */
export interface PublicContext {
  readonly caller: Caller;
  /** The refresh token of the caller's cookie, where the door has cookies. */
  readonly refreshCookie?: string | undefined;
  /** Keeps a refresh token where scripts cannot read it; undefined removes it. Doors without cookies leave it out. */
  readonly setRefreshCookie?: ((token: string | undefined) => void) | undefined;
}

/** A call whose access token was accepted by the door. */
export interface AccountContext extends PublicContext {
  readonly principal: Principal;
}

type Transport = { readonly refresh: "body" | "cookie" };

/** The procedures of `authContract` and `usersContract` as plain functions of input and context. */
export function createAuthHandlers(auth: Auth) {
  function deliver(answer: AuthResponse, transport: Transport["refresh"], context: PublicContext): AuthResponse {
    if (transport === "body" || !context.setRefreshCookie) return answer;
    context.setRefreshCookie(answer.refresh_token);
    return { ...answer, refresh_token: "" };
  }

  return {
    logins: {
      setup: () => ({ needed: auth.setupNeeded(), registration: auth.registration() }),
      challenge: (input: { readonly tron_address: string }, context: PublicContext) => auth.challenge(input, context.caller),
      login: (input: LoginInput & Transport, context: PublicContext) =>
        deliver(auth.login(input, context.caller), input.refresh, context),
      refresh(input: { readonly refresh_token?: string | undefined } & Transport, context: PublicContext): AuthResponse {
        const token = input.refresh_token ?? context.refreshCookie;
        if (token === undefined) throw loginErrors.REFRESH_INVALID();
        return deliver(auth.refresh(token, context.caller), input.refresh, context);
      },
      logout(input: { readonly logout_all_sessions: boolean }, context: AccountContext) {
        const ended = auth.logout(context.principal, { all: input.logout_all_sessions });
        context.setRefreshCookie?.(undefined);
        return { message: ended > 1 ? `Logged out of ${ended} sessions` : "Logged out" };
      },
      status: (_input: unknown, { principal }: AccountContext) => ({
        authenticated: true as const,
        user: auth.me(principal),
        token_expires_at: new Date(principal.tokenExpiresAtMs).toISOString(),
      }),
      verify(input: { readonly token: string }) {
        const outcome = auth.verifyAccess(input.token);
        if (outcome.kind === "refused") return { valid: false, user_id: null, expires_at: null };
        const { userId, tokenExpiresAtMs } = outcome.principal;
        return { valid: true, user_id: userId as Account["user_id"], expires_at: new Date(tokenExpiresAtMs).toISOString() };
      },
      list: (_input: unknown, { principal }: AccountContext) => ({ sessions: auth.listSessions(principal) }),
      endLogin(input: { readonly session_id: string }, { principal }: AccountContext) {
        if (!auth.endSession(principal, input.session_id)) throw commonErrors.NOT_FOUND();
        return { terminated: true, message: "The login has ended" };
      },
      endAllLogins(_input: unknown, { principal }: AccountContext) {
        const ended = auth.endOtherSessions(principal);
        return { terminated_count: ended, message: `${ended} other logins have ended` };
      },
    },
    people: {
      me: (_input: unknown, { principal }: AccountContext) => auth.me(principal),
      updateMe: (input: { readonly username: string }, { principal }: AccountContext) => auth.updateMe(principal, input),
      identity: (_input: unknown, { principal }: AccountContext) => auth.identity(principal),
      setIdentity: (input: SealedIdentity, { principal }: AccountContext) => auth.setIdentity(principal, input),
      get(input: { readonly user_id: string }): Account {
        const user = auth.getUser(input.user_id);
        if (!user) throw commonErrors.NOT_FOUND();
        return user;
      },
    },
  };
}
export type AuthHandlers = ReturnType<typeof createAuthHandlers>;
