import type { Account, AuthResponse, Challenge, LoginSession, Role, SealedIdentity } from "@lucid/contract";
import type { Caller, Principal } from "../calls/index.ts";

/** Where a call comes from, as the gateway saw it. */
export type Origin = Pick<Caller, "ip" | "circuit" | "userAgent" | "host">;

export type AccessOutcome =
  | { readonly kind: "valid"; readonly principal: Principal }
  /** `expired`: the token's own time is over, a refresh helps. `ended`: log in again. */
  | { readonly kind: "refused"; readonly reason: "malformed" | "expired" | "ended" };

export interface LoginInput {
  readonly challenge_id: string;
  readonly tron_address: string;
  /** TRON message signature (signMessageV2) of the challenge, hex as `SignatureHex` leaves it. */
  readonly signature: string;
  readonly setup_code?: string | undefined;
}

/** What an administrator may change of another account. */
export interface AccountChange {
  readonly role?: Role | undefined;
  readonly status?: Account["status"] | undefined;
  readonly kyc_status?: Account["kyc_status"] | undefined;
}

/**
 * Accounts and logins of one node. Answers have the shapes of the contract; expected refusals are
 * thrown as errors of its catalogue (`loginErrors`, `commonErrors`). Every call is synchronous.
 */
export interface Auth extends Disposable {
  setupNeeded(): boolean;
  registration(): "open" | "closed";
  /** A new one-time code that makes its bearer the owner, or undefined once the node has one. */
  issueSetupCode(): string | undefined;

  /** @throws RATE_LIMITED when this caller has too many challenges open. */
  challenge(input: { readonly tron_address: string }, caller: Origin): Challenge;
  /** @throws CHALLENGE_INVALID, SIGNATURE_INVALID, SETUP_CODE_INVALID, REGISTRATION_CLOSED, ACCOUNT_LOCKED, INVALID_CREDENTIALS. */
  login(input: LoginInput, caller: Origin): AuthResponse;
  /** Rotates. A token that was used before ends its login session. @throws REFRESH_INVALID. */
  refresh(refreshToken: string, caller: Origin): AuthResponse;
  /** Ends this login, or with `all` every login of the account; answers how many ended. */
  logout(principal: Principal, options: { readonly all: boolean }): number;

  /** Cheap: a token seen before costs one map lookup. */
  verifyAccess(token: string): AccessOutcome;

  listSessions(principal: Principal): LoginSession[];
  /** False when the account has no such open login. */
  endSession(principal: Principal, loginSessionId: string): boolean;
  /** Ends every login but the caller's own; answers how many ended. */
  endOtherSessions(principal: Principal): number;

  me(principal: Principal): Account;
  /** @throws ALREADY_EXISTS when another account has the name. */
  updateMe(principal: Principal, change: { readonly username: string }): Account;
  identity(principal: Principal): SealedIdentity | null;
  /** Kept once: recordings are wrapped to it. The same recipient may be sealed anew. @throws ALREADY_EXISTS. */
  setIdentity(principal: Principal, identity: SealedIdentity): SealedIdentity;

  getUser(userId: string): Account | undefined;
  findUserByAddress(tronAddress: string): Account | undefined;
  /** An account made in advance is an invitation. @throws PERMISSION_DENIED, ALREADY_EXISTS. */
  createUser(principal: Principal, input: { readonly tron_address: string; readonly role: Role }): Account;
  /** Ends the account's logins when its role or status changes. @throws PERMISSION_DENIED, NOT_FOUND, NOT_ALLOWED. */
  changeUser(principal: Principal, userId: string, change: AccountChange): Account;
  /** Forgets what has expired. The node calls it every hour. */
  prune(): void;
}

/** What happened, for the audit log. Never holds a secret. */
export interface AuthEvent {
  readonly type:
    | "setup_code_issued"
    | "account_created"
    | "account_changed"
    | "login"
    | "login_refused"
    | "account_locked"
    | "refresh_reused"
    | "session_ended"
    | "identity_set";
  readonly at_ms: number;
  readonly user_id?: string | undefined;
  readonly actor_id?: string | undefined;
  readonly tron_address?: string | undefined;
  readonly login_session_id?: string | undefined;
  readonly ip?: string | undefined;
  readonly reason?: string | undefined;
}
