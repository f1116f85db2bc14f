import { type Challenge, commonErrors, loginErrors, type Permission, type Role } from "@lucid/contract";
import type { Clock, Randomness, WriteDb } from "@lucid/foundation";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { AuditLog } from "../audit/index.ts";
import type { Principal } from "../calls/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import type { Invitations, RegistrationPolicy } from "../invitations/index.ts";
import type { EmailLinks } from "../mail/index.ts";
import { type AccountRow, ROLE_RANK } from "../people/index.ts";
import type { LoginsElsewhere } from "../shared-store/index.ts";
import { createAccess } from "./access.ts";
import { createAttempts } from "./attempts.ts";
import { createChallenges, type Purpose } from "./challenges.ts";
import { createGuests, travels } from "./guests.ts";
import { createLockout } from "./lockout.ts";
import { createLoginBook } from "./login-book.ts";
import { createLoginDesk } from "./login-desk.ts";
import { createLoginRepository, isoTime } from "./login-repository.ts";
import { createLoginsMetrics } from "./logins.metrics.ts";
import type { LoginAccounts, Logins, Origin } from "./logins.ts";
import { createPasskeys } from "./passkeys/create-passkeys.ts";
import { createProver } from "./prove-wallet.ts";
import { createSecondFactor } from "./second-factor/create-second-factor.ts";
import { createSecretKeeper } from "./second-factor/sealed-secret.ts";
import { createSetupCode } from "./setup-code.ts";
import { createStepUpDesk, stepUpOf } from "./step-up-desk.ts";

/** A clock whose `now()` is the node's steady time, by which logins last; `toWall` says what people are told of it. */
export type LoginClock = Clock & Pick<SteadyTime, "toWall">;

export type LoginMail = Pick<EmailLinks, "isAvailable" | "requestLogin" | "redeemLogin">;

export interface LoginsDeps {
  /** node.db. */
  readonly db: WriteDb;
  readonly clock: LoginClock;
  readonly randomness: Randomness;
  readonly log: Logger;
  readonly metrics: Registry;
  /** Told of what followed from a call, within the same transaction where there is one. */
  readonly audit: Pick<AuditLog, "record">;
  readonly accounts: LoginAccounts;
  /** Whether an account of this role may log in now. @throws LOCKED_DOWN. */
  readonly admit: (role: Role) => void;
  readonly invitations: Pick<Invitations, "redeem">;
  readonly mail: LoginMail;
  /** The owner's other nodes; undefined where this one is alone. */
  readonly elsewhere?: LoginsElsewhere | undefined;
  /** Public key of this node. */
  readonly node: string;
  /** Key of the access tokens, at least 32 random bytes. */
  readonly tokenKey: Uint8Array;
  /** Key under which secrets of second factors are kept, at least 32 random bytes. */
  readonly factorKey: Uint8Array;
}

export interface LoginsOptions {
  /** Roles that must have a second factor. */
  readonly secondFactorRoles: readonly Role[];
  /** https origins under which the node is known: passkeys work there, beside `localhost`. */
  readonly origins: readonly string[];
  /** The network's id: it stands in the text that a wallet signs. */
  readonly networkId: string;
  /** Whether a wallet nobody invited may make itself an account of role USER. */
  readonly registration: RegistrationPolicy;
}

/** Puts the logins of one node together. @throws when the token key is too short. */
export function createLogins(deps: LoginsDeps, options: LoginsOptions): Logins {
  const { accounts } = deps;
  const repository = createLoginRepository(deps.db);
  const lockout = createLockout(deps.db);
  const setupCode = createSetupCode(deps.db, deps.randomness);
  const challenges = createChallenges(deps, options);
  const listeners = new Set<(loginSessionId: string) => void>();
  const factorListeners = new Set<(userId: string) => void>();
  const { elsewhere } = deps;
  const tell = (loginSessionId: string): void => {
    for (const listener of listeners) listener(loginSessionId);
  };
  /** Of a login of this node: those of others are theirs to take back. */
  const ended = (loginSessionId: string): void => {
    elsewhere?.withdraw(loginSessionId);
    tell(loginSessionId);
  };

  function ask(purpose: Purpose, address: string, caller: Origin): Challenge {
    const { id, message, nonce, expiresAtMs } = challenges.issue(purpose, address, caller);
    return { challenge_id: id, message, nonce, expires_at: isoTime(deps.clock.toWall(expiresAtMs)) };
  }

  const keeper = createSecretKeeper(deps.factorKey, deps.randomness);
  function mustFind(userId: string): AccountRow {
    const account = accounts.find(userId);
    if (!account) throw commonErrors.NOT_FOUND();
    return account;
  }

  const access = createAccess({
    ...deps,
    repository,
    secondFactor: { isDue: (account) => secondFactor.isDue(account) },
    issued({ login, tokenId, lifeMs }) {
      if (travels(login.method)) elsewhere?.publish({ loginId: login.login_session_id, tokenId }, lifeMs);
    },
  });
  const metrics = createLoginsMetrics(deps.metrics, {
    challenges: () => challenges.size,
    tokens: () => access.cachedTokens(),
    access: access.counts,
  });
  const secondFactor = createSecondFactor(
    {
      ...deps,
      lockout,
      keeper,
      metrics,
      changed(userId) {
        access.forgetAll();
        for (const listener of factorListeners) listener(userId);
      },
    },
    { requiredFor: options.secondFactorRoles },
  );
  const book = createLoginBook({ ...deps, secondFactor, repository, access, metrics, ended });
  const guests = createGuests({ ...deps, secondFactor, elsewhere });
  const attempts = createAttempts({ ...deps, lockout });
  const prover = createProver({ challenges });
  const desk = createLoginDesk({ ...deps, challenges, secondFactor, attempts, prover, setupCode, book, metrics }, options);
  const passkeys = createPasskeys({ ...deps, challenges, attempts, book, metrics }, { origins: options.origins });
  const stepUpDesk = createStepUpDesk({ attempts, prover, book, metrics, secondFactor });
  const following = accounts.onRightsChanged(({ userId, comesInAnew, actorId }) => {
    access.forgetAll();
    if (comesInAnew) book.endAll(userId, "account_changed", { actor: actorId });
  });
  const erasing = accounts.onErased(({ userId, tronAddress }) => {
    repository.erase(userId);
    lockout.erase(tronAddress);
    passkeys.erase(userId);
    secondFactor.erase(userId);
  });

  const serving = new DisposableStack();
  function tellEnded(listener: (loginSessionId: string) => void): Disposable {
    listeners.add(listener);
    return { [Symbol.dispose]: () => void listeners.delete(listener) };
  }
  if (elsewhere) {
    serving.use(elsewhere.onEnded(tell));
    elsewhere.serve(book.asOwn);
  }

  return {
    setupNeeded: () => !accounts.ownerExists(),
    registration: () => options.registration,
    passkeys,
    secondFactor,
    finish: (input, caller) => desk.finish(input, caller),
    stepUpByCode: (principal, code) => stepUpDesk.stepUpByCode(principal, code),
    issueSetupCode: () => desk.issueSetupCode(),
    checkSetupCode: (code) => desk.checkSetupCode(code),
    challenge: (input, caller) => ask("login", input.tron_address, caller),
    login: (input, caller) => desk.login(input, caller),
    offersEmail: () => deps.mail.isAvailable(),
    requestEmailLink: (address, language) => deps.mail.requestLogin(address, language),
    loginByEmail: (token, caller) => desk.byEmail(token, caller),
    refresh: book.refresh,
    logout: (principal, scope) => book.logout(principal, scope),
    verifyAccess(token) {
      const check = access.verify(token);
      return check.kind === "elsewhere" ? { kind: "refused", reason: "ended" } : check;
    },
    verifyAnywhere(token) {
      const check = access.verify(token);
      return check.kind === "elsewhere" ? guests.admit(check.claims) : check;
    },
    isFresh: (principal) => access.isFresh(principal),
    stepUpChallenge: (principal, caller) => ask(stepUpOf(principal), principal.tronAddress, caller),
    stepUp: (principal, proof, caller) => stepUpDesk.stepUp(principal, proof, caller),
    toWall: (ms) => deps.clock.toWall(ms),
    onEnded: tellEnded,
    owesSecondFactor: (account) => secondFactor.isDue(account),
    onFactorChanged(listener) {
      factorListeners.add(listener);
      return { [Symbol.dispose]: () => void factorListeners.delete(listener) };
    },

    loggedIn: () => book.loggedIn(),
    newcomer: (userId) => book.newcomer(userId),
    list: (principal) => book.list(principal),
    openCount: () => repository.openCount(),
    useTokenKey: deps.db.transaction((key, { endLogins, actorId }) => {
      access.useKey(key);
      if (endLogins) return book.endEverybody("ended_by_admin", actorId);
      // What hangs on a token of before ends; whoever has a login asks for the next one.
      for (const login of repository.openAll()) tell(login.login_session_id);
      return 0;
    }),
    openOf: (userId) => book.openOf(userId),
    history: (userId) => book.history(userId),
    endAllOf: (userId, actorId) => book.endAll(userId, "ended_by_admin", { actor: actorId }),
    end: (principal, id) => book.endOne(principal, id),
    endOthers: (principal) => book.endOthers(principal),
    resetSecondFactor: deps.db.transaction((principal, userId) => {
      demandRank(principal, mustFind(userId), "manage_users");
      if (userId === principal.userId) {
        throw commonErrors.NOT_ALLOWED(undefined, { message: "The own second factor is turned off with a code" });
      }
      if (!secondFactor.reset(userId)) throw commonErrors.NOT_FOUND();
      book.endAll(userId, "second_factor_reset", { actor: principal.userId });
    }),
    prune() {
      book.prune();
      lockout.prune(deps.clock.now());
    },
    [Symbol.dispose]() {
      serving.dispose();
      following[Symbol.dispose]();
      erasing[Symbol.dispose]();
      access.forgetAll();
    },
  };
}

/** Nobody touches somebody of a higher rank than the own. */
function demandRank(principal: Principal, account: AccountRow, permission: Permission): void {
  if (ROLE_RANK[account.role] > ROLE_RANK[principal.role]) throw loginErrors.PERMISSION_DENIED({ permission });
}
