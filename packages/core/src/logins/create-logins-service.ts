import { type AuthResponse, commonErrors, loginErrors, type StepUp, UserId } from "@lucid/contract";
import { type Caller, type Principal, requirePrincipal, type Services } from "../calls/index.ts";
import { toAccount } from "../people/index.ts";
import { isoTime } from "./login-repository.ts";
import type { LoginAccounts, Logins } from "./logins.ts";

/** The logins part of the contract. */
export function createLoginsService(logins: Logins, accounts: Pick<LoginAccounts, "find">): Services["logins"] {
  /** A refresh token goes into a cookie where one was asked for and the door has cookies. */
  function deliver(answer: AuthResponse, transport: "body" | "cookie", { refreshCookie }: Caller): AuthResponse {
    if (transport === "body" || !refreshCookie) return answer;
    refreshCookie.set(answer.refresh_token);
    return { ...answer, refresh_token: "" };
  }

  /** Whose login it is turns out only now. */
  function identify({ access_token: token, user }: AuthResponse, caller: Caller): void {
    const outcome = logins.verifyAccess(token);
    const loginSessionId = outcome.kind === "valid" ? outcome.principal.loginSessionId : undefined;
    caller.identify({ userId: user.user_id, target: user.user_id, loginSessionId });
  }

  function prove(principal: Principal, proof: StepUp, caller: Caller): number | Promise<number> {
    switch (proof.method) {
      case "wallet":
        return logins.stepUp(principal, proof, caller);
      case "passkey":
        return logins.passkeys.stepUp(principal, proof, caller);
      case "totp":
        return logins.stepUpByCode(principal, proof.code);
    }
  }

  return {
    setup: (_input, caller) => ({
      needed: logins.setupNeeded(),
      registration: logins.registration(),
      passkeys: logins.passkeys.isAvailable(caller),
      email: logins.offersEmail(),
    }),
    challenge: (input, caller) => logins.challenge(input, caller),
    login(input, caller) {
      const answer = logins.login(input, caller);
      identify(answer, caller);
      return deliver(answer, input.refresh, caller);
    },
    emailLink(input) {
      logins.requestEmailLink(input.address, input.language);
      return { message: "If an account has this address, a link is on its way" };
    },
    emailLogin(input, caller) {
      const answer = logins.loginByEmail(input.token, caller);
      identify(answer, caller);
      return deliver(answer, input.refresh, caller);
    },
    refresh(input, caller) {
      // What came as a cookie goes back as one: a script must not be able to trade it for a token it can read.
      const cookie = input.refresh_token === undefined ? caller.refreshCookie?.read() : undefined;
      const token = input.refresh_token ?? cookie;
      if (token === undefined) throw loginErrors.REFRESH_INVALID();
      const answer = logins.refresh(token, { isCookie: cookie !== undefined });
      identify(answer, caller);
      return deliver(answer, cookie === undefined ? input.refresh : "cookie", caller);
    },
    logout(input, caller) {
      const ended = logins.logout(requirePrincipal(caller), { all: input.logout_all_sessions });
      caller.refreshCookie?.set(undefined);
      return { message: ended > 1 ? `Logged out of ${ended} sessions` : "Logged out" };
    },
    status(_input, caller) {
      const principal = requirePrincipal(caller);
      const account = accounts.find(principal.userId);
      if (!account) throw loginErrors.TOKEN_INVALID();
      const expiresAt = isoTime(logins.toWall(principal.tokenExpiresAtMs));
      return { authenticated: true, user: toAccount(account), token_expires_at: expiresAt };
    },
    verify(input) {
      const outcome = logins.verifyAccess(input.token);
      if (outcome.kind === "refused") return { valid: false, user_id: null, expires_at: null };
      const { userId, tokenExpiresAtMs } = outcome.principal;
      return { valid: true, user_id: UserId.parse(userId), expires_at: isoTime(logins.toWall(tokenExpiresAtMs)) };
    },
    stepUpChallenge: (_input, caller) => logins.stepUpChallenge(requirePrincipal(caller), caller),
    async stepUp(input, caller) {
      const principal = requirePrincipal(caller);
      return { fresh_until: isoTime(await prove(principal, input, caller)) };
    },
    verifySecondFactor(input, caller) {
      const answer = logins.finish(input, caller);
      identify(answer, caller);
      return deliver(answer, input.refresh, caller);
    },
    secondFactor: (_input, caller) => logins.secondFactor.tell(requirePrincipal(caller)),
    enableSecondFactor: (_input, caller) => logins.secondFactor.enable(requirePrincipal(caller)),
    confirmSecondFactor: (input, caller) => logins.secondFactor.confirm(requirePrincipal(caller), input.code),
    newBackupCodes: (input, caller) => logins.secondFactor.renewCodes(requirePrincipal(caller), input.code),
    disableSecondFactor(input, caller) {
      logins.secondFactor.disable(requirePrincipal(caller), input.code);
      return { message: "The second factor is off" };
    },
    passkeyStepUpChallenge: (_input, caller) => logins.passkeys.stepUpChallenge(requirePrincipal(caller), caller),
    passkeyChallenge: (_input, caller) => logins.passkeys.loginChallenge(caller),
    async passkeyLogin(input, caller) {
      const answer = await logins.passkeys.login(input, caller);
      identify(answer, caller);
      return deliver(answer, input.refresh, caller);
    },
    passkeys: (_input, caller) => ({
      available: logins.passkeys.isAvailable(caller),
      passkeys: logins.passkeys.list(requirePrincipal(caller)),
    }),
    passkeyCreation: (_input, caller) => logins.passkeys.creation(requirePrincipal(caller), caller),
    addPasskey: (input, caller) => logins.passkeys.add(requirePrincipal(caller), input, caller),
    renamePasskey: (input, caller) => logins.passkeys.rename(requirePrincipal(caller), input.passkey_id, input.name),
    removePasskey(input, caller) {
      logins.passkeys.remove(requirePrincipal(caller), input.passkey_id);
      return { message: "The passkey is out of use" };
    },
    resetSecondFactor(input, caller) {
      logins.resetSecondFactor(requirePrincipal(caller), input.user_id);
      return { message: "The second factor is off, and the logins have ended" };
    },
    list: (_input, caller) => ({ sessions: logins.list(requirePrincipal(caller)) }),
    end(input, caller) {
      if (!logins.end(requirePrincipal(caller), input.session_id)) throw commonErrors.NOT_FOUND();
      return { terminated: true, message: "The login has ended" };
    },
    endOthers(_input, caller) {
      const ended = logins.endOthers(requirePrincipal(caller));
      return { terminated_count: ended, message: `${ended} other logins have ended` };
    },
  };
}
