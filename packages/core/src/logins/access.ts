import { type Clock, isDatabaseTrouble, type Randomness } from "@lucid/foundation";
import QuickLRU from "quick-lru";
import type { Principal } from "../calls/index.ts";
import { type AccountRow, permissionsOf } from "../people/index.ts";
import { type AccessClaims, readAccessToken, signAccessToken } from "./access-token.ts";
import { ACCESS_TOKEN_MS, ACTIVITY_MS, CLOCK_LEEWAY_MS, FRESH_MS, LOGIN_LIMITS, RECHECK_MS } from "./limits.ts";
import type { LoginRepository, LoginRow } from "./login-repository.ts";
import type { AccessCounts } from "./logins.metrics.ts";
import type { AccessOutcome, LoginAccounts } from "./logins.ts";
import type { SecondFactors } from "./second-factor/create-second-factor.ts";

/** The map holds up to twice as many, which is about 8 MB. More people than that at once only cost a signature check each. */
const CACHED_TOKENS = 4_096;

interface Verdict {
  readonly outcome: AccessOutcome & { readonly kind: "valid" };
  /** Looked at again from here on. */
  readonly staleAtMs: number;
  readonly checkedAtMs: number;
}

/** A token that was issued here. */
export interface IssuedToken {
  readonly login: LoginRow;
  readonly tokenId: string;
  readonly lifeMs: number;
}

/** A token of another node of the owner is for others to judge. */
export type TokenCheck = AccessOutcome | { readonly kind: "elsewhere"; readonly claims: AccessClaims };

export interface AccessDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly tokenKey: Uint8Array;
  readonly accounts: Pick<LoginAccounts, "find">;
  readonly repository: LoginRepository;
  readonly secondFactor: Pick<SecondFactors, "isDue">;
  /** Public key of this node. */
  readonly node: string;
  readonly issued: (token: IssuedToken) => void;
}

/** When a login stops by itself: unused for too long, or open for too long. Unix ms. */
export function loginEndsAt(login: LoginRow, role: AccountRow["role"]): number {
  const limits = LOGIN_LIMITS[role];
  // A login may have been used later than it says: by a verdict's age, and by activity too recent to be written.
  return Math.min(login.created_at + limits.maxDurationMs, login.last_activity + limits.idleMs + RECHECK_MS + ACTIVITY_MS);
}

/** Issues access tokens and judges them. A verdict is remembered until it is stale or anything is revoked. */
export function createAccess(deps: AccessDeps) {
  const verdicts = new QuickLRU<string, Verdict>({ maxSize: CACHED_TOKENS });
  let tokenKey = longEnough(deps.tokenKey);
  const counts: AccessCounts = { cached: 0, checked: 0, refused: 0 };

  function refuse(reason: "malformed" | "expired" | "ended"): AccessOutcome {
    counts.refused += 1;
    return { kind: "refused", reason };
  }

  /** A full disk must not lock out those who could make room. */
  function noteActivity(login: LoginRow, now: number): void {
    try {
      deps.repository.touch(login.login_session_id, now);
    } catch (error) {
      if (!isDatabaseTrouble(error)) throw error;
    }
  }

  function check(token: string, now: number): TokenCheck {
    const claims = readAccessToken(token, tokenKey);
    if (claims && claims.iss !== deps.node) return { kind: "elsewhere", claims };
    if (!claims || claims.nbf * 1_000 > now + CLOCK_LEEWAY_MS) return refuse("malformed");
    if (claims.exp * 1_000 <= now) return refuse("expired");
    const login = deps.repository.find(claims.sid);
    const account = deps.accounts.find(claims.user_id);
    if (!login || !account || login.ended_at !== null || account.status !== "active") return refuse("ended");
    const { tron_address: address } = account;
    if (address === null || loginEndsAt(login, account.role) <= now || deps.repository.isRevoked(claims.jti))
      return refuse("ended");
    if (now - login.last_activity >= ACTIVITY_MS) noteActivity(login, now);
    const mustEnrol = deps.secondFactor.isDue(account);
    const outcome = { kind: "valid", principal: { ...principalOf(claims, account, address, login), mustEnrol } } as const;
    const staleAtMs = Math.min(now + RECHECK_MS, claims.exp * 1_000, login.created_at + LOGIN_LIMITS[account.role].maxDurationMs);
    verdicts.set(token, { outcome, staleAtMs, checkedAtMs: now });
    counts.checked += 1;
    return outcome;
  }

  return {
    counts,
    cachedTokens: () => verdicts.size,
    verify(token: string): TokenCheck {
      const now = deps.clock.now();
      const known = verdicts.get(token);
      if (known && now < known.staleAtMs && now >= known.checkedAtMs) {
        counts.cached += 1;
        return known.outcome;
      }
      return check(token, now);
    },
    isFresh: ({ provenAtMs }: Pick<Principal, "provenAtMs">): boolean =>
      provenAtMs !== undefined && deps.clock.now() < provenAtMs + FRESH_MS,
    /** A token for 15 minutes, or for what is left of the login. */
    issue(account: AccountRow, login: LoginRow): { token: string; expiresInSeconds: number } {
      const now = deps.clock.now();
      const left = login.created_at + LOGIN_LIMITS[account.role].maxDurationMs - now;
      const expiresInSeconds = Math.floor(Math.min(ACCESS_TOKEN_MS, left) / 1_000);
      const iat = Math.floor(now / 1_000);
      const claims: AccessClaims = {
        iss: deps.node,
        adr: account.tron_address ?? "",
        sub: account.user_id,
        user_id: account.user_id,
        role: account.role,
        type: "access",
        sid: login.login_session_id,
        iat,
        nbf: iat,
        exp: iat + expiresInSeconds,
        jti: deps.randomness.uuid(),
      };
      deps.issued({ login, tokenId: claims.jti, lifeMs: expiresInSeconds * 1_000 });
      return { token: signAccessToken(claims, tokenKey), expiresInSeconds };
    },
    /** Tokens under the key of before are refused from now on. */
    useKey(key: Uint8Array): void {
      tokenKey = longEnough(key);
      verdicts.clear();
    },
    /** To be called after every revocation and proof: neither is outlived by a cached verdict. */
    forgetAll: (): void => verdicts.clear(),
  };
}
const KEY_BYTES = 32;

function longEnough(key: Uint8Array): Uint8Array {
  if (key.length < KEY_BYTES) throw new Error("The token key must have at least 32 bytes");
  return key;
}

export type Access = ReturnType<typeof createAccess>;

/** Whom a token speaks for, by the account of this node. */
export const principalOf = (
  claims: AccessClaims,
  account: AccountRow,
  tronAddress: string,
  login: Pick<LoginRow, "proven_at"> | undefined,
): Principal => ({
  userId: account.user_id,
  tronAddress,
  role: account.role,
  adminLabel: account.admin_label,
  permissions: permissionsOf(account),
  kycStatus: account.kyc_status,
  loginSessionId: claims.sid,
  tokenId: claims.jti,
  tokenExpiresAtMs: claims.exp * 1_000,
  provenAtMs: login?.proven_at,
});
