import { type AuthResponse, commonErrors, LucidError, loginErrors, type StepUp, UserId } from "@lucid/contract";
import { type Caller, type Principal, requirePrincipal, type Services } from "../calls/index.ts";
import { toAccount } from "../people/index.ts";
import type { LoginsElsewhere } from "../shared-store/index.ts";
import { isoTime } from "./login-repository.ts";
import type { AccessOutcome, LoginAccounts, Logins } from "./logins.ts";
import type { SharedLockout } from "./shared-lockout.ts";

export interface LoginsServiceDeps {
  readonly logins: Logins;
  readonly accounts: Pick<LoginAccounts, "find">;
  /** The owner's other nodes; undefined where this one is alone. */
  readonly elsewhere: LoginsElsewhere | undefined;
  readonly attempt: SharedLockout;
}

/** The logins part of the contract. */
export function createLoginsService({ logins, accounts, elsewhere, attempt }: LoginsServiceDeps): Services["logins"] {
  /** A refresh token goes into a cookie where one was asked for and the door has cookies. */
  async function deliver(answer: AuthResponse, transport: "body" | "cookie", { refreshCookie }: Caller): Promise<AuthResponse> {
    // Whoever has the token finds it taken at the other nodes.
    await elsewhere?.flushed();
    if (transport === "body" || !refreshCookie) return answer;
    refreshCookie.set(answer.refresh_token);
    return { ...answer, refresh_token: "" };
  }

  /** @throws UNAVAILABLE when it is of another node, and that cannot be asked now. */
  async function judge(token: string): Promise<AccessOutcome> {
    try {
      return await logins.verifyAnywhere(token);
    } catch (error) {
      if (!(error instanceof LucidError)) throw error;
      throw commonErrors.UNAVAILABLE(undefined, { cause: error });
    }
  }

  /** Whose login it is turns out only now. */
  function identify({ access_token: token, user }: AuthResponse, caller: Caller): void {
    const outcome = logins.verifyAccess(token);
    const loginSessionId = outcome.kind === "valid" ? outcome.principal.loginSessionId : undefined;
    caller.identify({ userId: user.user_id, target: user.user_id, loginSessionId });
  }

  /** What is asked of the other nodes when logins end; answers how many have not said yet that it is done. */
  async function endElsewhere(principal: Principal, which: "this" | "others" | "all"): Promise<number> {
    if (!elsewhere) return 0;
    const { homeNode: node, loginSessionId: loginId, tronAddress } = principal;
    await elsewhere.flushed();
    if (which !== "this") {
      return (await elsewhere.endWallet(tronAddress, which === "others" ? loginId : undefined)).waiting;
    }
    return node === undefined ? 0 : (await elsewhere.endLogin({ node, loginId })).waiting;
  }

  function requireHome({ homeNode }: Principal): void {
    if (homeNode !== undefined) throw commonErrors.NOT_ALLOWED(undefined, AT_HOME);
  }

  function prove(principal: Principal, proof: StepUp, caller: Caller): number | Promise<number> {
    requireHome(principal);
    switch (proof.method) {
      case "wallet":
        return attempt(principal.tronAddress, caller, () => logins.stepUp(principal, proof, caller));
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
    async login(input, caller) {
      const answer = await attempt(input.tron_address, caller, () => logins.login(input, caller));
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
    async logout(input, caller) {
      const principal = requirePrincipal(caller);
      const ended = logins.logout(principal, { all: input.logout_all_sessions });
      const waiting = await endElsewhere(principal, input.logout_all_sessions ? "all" : "this");
      caller.refreshCookie?.set(undefined);
      return { message: `${ended > 1 ? `Logged out of ${ended} sessions` : "Logged out"}${yetToCome(waiting)}` };
    },
    status(_input, caller) {
      const principal = requirePrincipal(caller);
      const account = accounts.find(principal.userId);
      if (!account) throw loginErrors.TOKEN_INVALID();
      const expiresAt = isoTime(logins.toWall(principal.tokenExpiresAtMs));
      return { authenticated: true, user: toAccount(account), token_expires_at: expiresAt };
    },
    async verify(input) {
      const outcome = await judge(input.token);
      if (outcome.kind === "refused") return { valid: false, user_id: null, expires_at: null };
      const { userId, tokenExpiresAtMs } = outcome.principal;
      return { valid: true, user_id: UserId.parse(userId), expires_at: isoTime(logins.toWall(tokenExpiresAtMs)) };
    },
    stepUpChallenge(_input, caller) {
      const principal = requirePrincipal(caller);
      requireHome(principal);
      return logins.stepUpChallenge(principal, caller);
    },
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
    async end(input, caller) {
      if (!logins.end(requirePrincipal(caller), input.session_id)) throw commonErrors.NOT_FOUND();
      await elsewhere?.flushed();
      return { terminated: true, message: "The login has ended" };
    },
    async endOthers(_input, caller) {
      const principal = requirePrincipal(caller);
      const ended = logins.endOthers(principal);
      const waiting = await endElsewhere(principal, "others");
      return { terminated_count: ended, message: `${ended} other logins have ended${yetToCome(waiting)}` };
    },
  };
}

const AT_HOME = { message: "Log in at this node for it: a login of another one proves nothing anew here" };

const yetToCome = (waiting: number): string =>
  waiting === 0 ? "" : `; ${waiting} of your other nodes ${waiting === 1 ? "has" : "have"} not confirmed it yet`;
