import { createHash } from "node:crypto";
import { type Account, type AuthResponse, type LoginSession, loginErrors, type Role } from "@lucid/contract";
import type { Randomness, WriteDb } from "@lucid/foundation";
import type { AuditLog } from "../audit/index.ts";
import type { Principal } from "../calls/index.ts";
import { type AccountRow, toAccount } from "../people/index.ts";
import type { OwnLogins } from "../shared-store/index.ts";
import { type Access, loginEndsAt } from "./access.ts";
import type { LoginClock } from "./create-logins.ts";
import { FRESH_MS, LOGIN_LIMITS, LOST_ANSWER_MS, REFRESH_TOKEN_MS } from "./limits.ts";
import {
  type EndReason,
  isoTime,
  type LoginMethod,
  type LoginRepository,
  type LoginRow,
  type RefreshRow,
} from "./login-repository.ts";
import type { LoginsMetrics } from "./logins.metrics.ts";
import type { LoginAccounts, Origin } from "./logins.ts";
import { cameFrom, placeOf } from "./place-of.ts";
import type { SecondFactors } from "./second-factor/create-second-factor.ts";

/** An ended login is kept for the account's own review and the audit this long. */
const HISTORY_MS = 90 * 24 * 3_600_000;

/** Ends that somebody asked for: the call that did stands in the audit log. */
const ASKED_FOR: ReadonlySet<EndReason> = new Set([
  "logout",
  "logout_all",
  "ended_by_owner",
  "ended_by_admin",
  "second_factor_reset",
]);

/** What an account proved itself with. */
export interface OpenedBy {
  readonly method: LoginMethod;
  readonly passkeyId?: string;
}

/** A login from a network that its account never came from, as far as is remembered. */
export interface Newcomer {
  readonly login_session_id: string;
  /** Steady time. */
  readonly created_at: number;
  readonly method: LoginMethod;
  readonly place: LoginSession["place"];
}

export interface LoginBookDeps {
  readonly db: WriteDb;
  readonly clock: LoginClock;
  readonly randomness: Randomness;
  readonly accounts: Pick<LoginAccounts, "find" | "loggedIn">;
  readonly repository: LoginRepository;
  readonly access: Access;
  readonly metrics: LoginsMetrics;
  readonly audit: Pick<AuditLog, "record">;
  /** Whether an account of this role may log in now. @throws LOCKED_DOWN. */
  readonly admit: (role: Role) => void;
  readonly secondFactor: Pick<SecondFactors, "isDue">;
  /** Told of each login that ends. */
  readonly ended: (loginSessionId: string) => void;
}

/** Logins from their first token to their end: rotation, limits and revocation. */
export function createLoginBook(deps: LoginBookDeps) {
  const { accounts, repository, access, audit } = deps;

  function end(login: Pick<LoginRow, "login_session_id" | "user_id">, reason: EndReason, actor?: string): boolean {
    const { login_session_id, user_id } = login;
    const ended = repository.end(login_session_id, reason, deps.clock.now());
    access.forgetAll();
    if (!ended) return false;
    if (!ASKED_FOR.has(reason)) {
      audit.record({ action: "logins.ended", outcome: reason, user_id: actor ?? user_id, target: user_id, login_session_id });
    }
    deps.ended(login_session_id);
    return true;
  }

  function endAll(userId: string, reason: EndReason, options: { except?: string; actor?: string | undefined } = {}): number {
    return repository
      .openOf(userId)
      .filter((login) => login.login_session_id !== options.except && end(login, reason, options.actor)).length;
  }

  /** The account's logins that are still good; those that ran out are ended on the way. */
  function openLogins(userId: string, role: Account["role"]): LoginRow[] {
    const now = deps.clock.now();
    return repository.openOf(userId).filter((login) => {
      if (loginEndsAt(login, role) > now) return true;
      end(login, "expired");
      return false;
    });
  }

  function issueTokens(account: AccountRow, login: LoginRow): AuthResponse {
    const now = deps.clock.now();
    const refreshToken = Buffer.from(deps.randomness.bytes(32)).toString("base64url");
    const expiresAt = Math.min(now + REFRESH_TOKEN_MS, login.created_at + LOGIN_LIMITS[account.role].maxDurationMs);
    repository.addRefresh({ hash: digestOf(refreshToken), id: login.login_session_id, now, expiresAt });
    const { token, expiresInSeconds } = access.issue(account, login);
    return {
      access_token: token,
      refresh_token: refreshToken,
      token_type: "bearer",
      expires_in: expiresInSeconds,
      user: toAccount(account),
      ...(deps.secondFactor.isDue(account) ? { second_factor_due: true } : {}),
    };
  }

  /** The login a refresh token may renew; or why not. */
  function renewable(hash: Uint8Array, isCookie: boolean): { login: LoginRow; account: AccountRow } | "invalid" | "reused" {
    const now = deps.clock.now();
    const token = repository.findRefresh(hash);
    const login = token && repository.find(token.login_session_id);
    const account = login && accounts.find(login.user_id);
    if (!token || !login || !account || login.ended_at !== null) return "invalid";
    const lost = isCookie ? lostSuccessor(token, now) : undefined;
    if (token.is_superseded === 1 || (token.used_at !== null && !lost)) {
      end(login, "refresh_reused");
      return "reused";
    }
    if (token.expires_at <= now || loginEndsAt(login, account.role) <= now || account.status !== "active") return "invalid";
    if (lost) repository.supersede(lost);
    repository.touch(login.login_session_id, now);
    return { login, account };
  }

  /**
   * A page that is loaded anew while its trade is on the way loses the answer with the new cookie, and comes with the old one.
   * Nobody has used the new one then; it is closed, so that whoever comes with it later ends the login.
   */
  function lostSuccessor({ used_at, successor_hash }: RefreshRow, now: number): Uint8Array | undefined {
    if (used_at === null || successor_hash === null || now - used_at >= LOST_ANSWER_MS) return undefined;
    return repository.findRefresh(successor_hash)?.used_at === null ? successor_hash : undefined;
  }

  /** What other nodes of the owner ask of this one. */
  const asOwn: OwnLogins = {
    isOpen: (loginId) => repository.find(loginId)?.ended_at === null,
    endLogin(loginId) {
      const login = repository.find(loginId);
      if (login?.ended_at === null) end(login, "ended_elsewhere");
    },
    endWallets({ isMeant, except, openedBefore }) {
      for (const userId of repository.loggedIn()) {
        const address = accounts.find(userId)?.tron_address;
        if (address === null || address === undefined || !isMeant(address)) continue;
        for (const login of repository.openOf(userId)) {
          if (login.login_session_id !== except && login.created_at < openedBefore) end(login, "ended_elsewhere");
        }
      }
    },
  };

  return {
    endAll,
    /** Every login that is open; answers how many. */
    endEverybody: (reason: EndReason, actor: string): number =>
      repository.openAll().filter((login) => end(login, reason, actor)).length,
    asOwn,
    loggedIn: (): string[] => repository.loggedIn(),
    /** A new login of an account that has just proven itself. */
    open(account: AccountRow, caller: Origin, { method, passkeyId }: OpenedBy): AuthResponse {
      deps.admit(account.role);
      const now = deps.clock.now();
      const others = openLogins(account.user_id, account.role);
      for (const login of others.slice(LOGIN_LIMITS[account.role].concurrent - 1)) end(login, "too_many");
      const id = deps.randomness.uuid();
      const device = (caller.userAgent ?? "unknown").slice(0, 200);
      // A mailbox lets one in, and shows nobody to be there.
      const provenAt = method === "email" ? 0 : now;
      repository.insert({
        id,
        userId: account.user_id,
        device,
        ip: caller.ip,
        now,
        provenAt,
        method,
        passkeyId: passkeyId ?? null,
        isOnion: isOnion(caller) ? 1 : 0,
      });
      accounts.loggedIn(account.user_id);
      const login = repository.find(id);
      if (!login) throw new Error("A login that was just stored is not there");
      return issueTokens({ ...account, last_login: deps.clock.toWall(now) }, login);
    },
    refresh(refreshToken: string, { isCookie }: { readonly isCookie: boolean }): AuthResponse {
      const answer = deps.db.transaction(() => {
        const hash = digestOf(refreshToken);
        const allowed = renewable(hash, isCookie);
        if (typeof allowed === "string") return allowed;
        const tokens = issueTokens(allowed.account, allowed.login);
        repository.useRefresh({ hash, successor: digestOf(tokens.refresh_token), now: deps.clock.now() });
        return tokens;
      })();
      deps.metrics.refreshes.inc({ outcome: typeof answer === "string" ? answer : "ok" });
      if (typeof answer === "string") throw loginErrors.REFRESH_INVALID();
      return answer;
    },
    /** The person of this login has just proven to be there; answers until when that counts. */
    prove(principal: Principal): number {
      const now = deps.clock.now();
      repository.prove(principal.loginSessionId, now);
      access.forgetAll();
      return deps.clock.toWall(now + FRESH_MS);
    },
    logout(principal: Principal, options: { readonly all: boolean }): number {
      repository.revoke(principal.tokenId, principal.tokenExpiresAtMs);
      if (options.all) return endAll(principal.userId, "logout_all", { actor: principal.userId });
      const login = { login_session_id: principal.loginSessionId, user_id: principal.userId };
      return end(login, "logout", principal.userId) ? 1 : 0;
    },
    /** Another person's open logins. */
    openOf(userId: string): Omit<LoginSession, "is_current">[] {
      const account = accounts.find(userId);
      if (!account) return [];
      return openLogins(userId, account.role).map((login) => {
        const { is_current: _isCurrent, ...shown } = toLoginSession(login, "", deps.clock);
        return shown;
      });
    },
    newcomer(userId: string): Newcomer | undefined {
      const all = repository.allOf(userId);
      const newest = all.at(-1);
      const before = all.slice(0, -1);
      if (!newest || before.length === 0 || before.some((login) => cameFrom(login) === cameFrom(newest))) return undefined;
      const { login_session_id, created_at, method } = newest;
      return { login_session_id, created_at, method, place: placeOf(newest) };
    },
    history: (userId: string): object[] =>
      repository.allOf(userId).map((login) => {
        const { is_current: _isCurrent, ...shown } = toLoginSession(login, "", deps.clock);
        const { ended_at: endedAt, end_reason } = login;
        return { ...shown, ended_at: endedAt === null ? null : isoTime(deps.clock.toWall(endedAt)), end_reason };
      }),
    list: (principal: Principal): LoginSession[] =>
      openLogins(principal.userId, principal.role).map((login) => toLoginSession(login, principal.loginSessionId, deps.clock)),
    endOne(principal: Principal, id: string): boolean {
      const login = repository.find(id);
      return login?.user_id === principal.userId && end(login, "ended_by_owner", principal.userId);
    },
    /** Ends what came in with a passkey that is taken back, but the caller's own login. */
    endOfPasskey(principal: Principal, passkeyId: string): void {
      for (const login of repository.openOf(principal.userId)) {
        if (login.passkey_id !== passkeyId || login.login_session_id === principal.loginSessionId) continue;
        end(login, "passkey_removed", principal.userId);
      }
    },
    endOthers: (principal: Principal): number =>
      endAll(principal.userId, "ended_by_owner", { except: principal.loginSessionId, actor: principal.userId }),
    prune(): void {
      const now = deps.clock.now();
      for (const login of repository.openAll()) {
        const account = accounts.find(login.user_id);
        if (!account || loginEndsAt(login, account.role) <= now) end(login, "expired");
      }
      repository.forgetBefore(now, now - HISTORY_MS);
    },
  };
}
export type LoginBook = ReturnType<typeof createLoginBook>;

const isOnion = ({ circuit, host }: Origin): boolean => circuit !== undefined || /\.onion(:\d+)?$/i.test(host);

const digestOf = (token: string): Buffer => createHash("sha256").update(token).digest();

const toLoginSession = (login: LoginRow, current: string, { toWall }: LoginClock): LoginSession => ({
  session_id: login.login_session_id,
  device_info: login.device_info,
  ip_address: login.ip_address,
  place: placeOf(login),
  method: login.method,
  created_at: isoTime(toWall(login.created_at)),
  last_activity: isoTime(toWall(login.last_activity)),
  is_current: login.login_session_id === current,
});
