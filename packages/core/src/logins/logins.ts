import type { AuthResponse, Challenge, Language, LoginSession } from "@lucid/contract";
import type { Caller, Principal, TokenOutcome } from "../calls/index.ts";
import type { RegistrationPolicy } from "../invitations/index.ts";
import type { AccountRow, Accounts } from "../people/index.ts";
import type { Newcomer } from "./login-book.ts";
import type { Passkeys } from "./passkeys/create-passkeys.ts";
import type { WalletProof } from "./prove-wallet.ts";
import type { SecondFactors } from "./second-factor/create-second-factor.ts";

/** What logins need to know of people. */
export type LoginAccounts = Pick<
  Accounts,
  "find" | "findByAddress" | "ownerExists" | "loggedIn" | "join" | "makeOwner" | "onRightsChanged" | "onErased"
>;

/** Where a call comes from, as the gateway saw it. */
export type Origin = Pick<Caller, "ip" | "circuit" | "userAgent" | "host">;

export type AccessOutcome = Exclude<TokenOutcome, { readonly reason: "address" }>;

export interface LoginInput {
  readonly challenge_id: string;
  readonly tron_address: string;
  /** TRON message signature (signMessageV2) of the challenge, hex as `SignatureHex` leaves it. */
  readonly signature: string;
  readonly setup_code?: string | undefined;
  readonly invitation?: string | undefined;
}

/**
 * The logins of one node. Answers have the shapes of the contract; expected refusals are thrown as errors of
 * its catalogue (`loginErrors`, `commonErrors`). Every call but those of passkeys is synchronous.
 */
export interface Logins extends Disposable {
  /** What is asynchronous: its signatures are checked by the platform's cryptography. */
  readonly passkeys: Passkeys;
  readonly secondFactor: Pick<SecondFactors, "tell" | "enable" | "confirm" | "renewCodes" | "disable">;
  setupNeeded(): boolean;
  registration(): RegistrationPolicy;
  /** A new one-time code that makes its bearer the owner, or undefined once the node has one. */
  issueSetupCode(): string | undefined;
  /** Uses nothing up. @throws SETUP_CODE_INVALID. */
  checkSetupCode(code: string): void;

  /** @throws RATE_LIMITED when this caller has too many challenges open. */
  challenge(input: { readonly tron_address: string }, caller: Origin): Challenge;
  /**
   * @throws CHALLENGE_INVALID, SIGNATURE_INVALID, SETUP_CODE_INVALID, REGISTRATION_CLOSED, SECOND_FACTOR_NEEDED, ACCOUNT_LOCKED,
   * ACCOUNT_SUSPENDED, INVITATION_INVALID, INVITATION_NOT_NEEDED.
   */
  login(input: LoginInput, caller: Origin): AuthResponse;
  /** Whether links to log in are sent by e-mail. */
  offersEmail(): boolean;
  /** Sends a link where an account has the address, after the call has returned. @throws MAIL_OFF. */
  requestEmailLink(address: string, language: Language): void;
  /** @throws MAIL_LINK_INVALID, SECOND_FACTOR_NEEDED. */
  loginByEmail(token: string, caller: Origin): AuthResponse;
  /** The second step of a login that was answered with SECOND_FACTOR_NEEDED. @throws CHALLENGE_INVALID, CODE_INVALID, CODES_LOCKED, ACCOUNT_SUSPENDED. */
  finish(input: { readonly challenge_id: string; readonly code: string }, caller: Origin): AuthResponse;
  /**
   * Rotates. A token that was used before ends its login; a cookie whose new one nobody has used counts as lost on its way for a minute.
   * @throws REFRESH_INVALID.
   */
  refresh(refreshToken: string, options: { readonly isCookie: boolean }): AuthResponse;
  /** Ends this login, or with `all` every login of the account; answers how many ended. */
  logout(principal: Principal, options: { readonly all: boolean }): number;

  /** Of a token of this node. Cheap for one seen before. */
  verifyAccess(token: string): AccessOutcome;
  /** The same, and tokens of the owner's other nodes, which are asked about anew each time. @throws SHARED_STORE_AWAY. */
  verifyAnywhere(token: string): AccessOutcome | Promise<AccessOutcome>;
  /** Whether the person has proven within `FRESH_FOR_S` to be there. */
  isFresh(principal: Pick<Principal, "provenAtMs">): boolean;
  /** A challenge that only this login can answer. @throws RATE_LIMITED as `challenge`. */
  stepUpChallenge(principal: Principal, caller: Origin): Challenge;
  /** Takes a proof that the person is there, and answers until when it counts. Unix ms. @throws CHALLENGE_INVALID, SIGNATURE_INVALID, ACCOUNT_LOCKED. */
  stepUp(principal: Principal, proof: WalletProof, caller: Origin): number;
  /** The same with a code of the second factor. @throws CODE_INVALID, CODES_LOCKED. */
  stepUpByCode(principal: Principal, code: string): number;
  /** The time of day at a moment of the time by which logins last, such as the end of a principal's token. Unix ms. */
  toWall(ms: number): number;
  /** Calls back with the id of each login that ends, at once. */
  onEnded(listener: (loginSessionId: string) => void): Disposable;
  /** Whether the account's role needs a second factor that it does not have. */
  owesSecondFactor(account: Pick<AccountRow, "user_id" | "role">): boolean;
  /** Calls back with the account whose second factor was set up, turned off or taken away. */
  onFactorChanged(listener: (userId: string) => void): Disposable;

  /** Ids of the accounts with an open login. */
  loggedIn(): readonly string[];
  /** Logins of all accounts that are open. */
  openCount(): number;
  /** Access tokens under the key of before are refused from now on, and what is open under one ends. Answers how many logins ended. */
  useTokenKey(key: Uint8Array, options: { readonly endLogins: boolean; readonly actorId: string }): number;
  list(principal: Principal): LoginSession[];
  /** Open logins of any account. */
  openOf(userId: string): Omit<LoginSession, "is_current">[];
  /** The newest login of an account, where it came from a network that no earlier one came from. */
  newcomer(userId: string): Newcomer | undefined;
  /** Every login of an account that is remembered, as its own export shows it. */
  history(userId: string): object[];
  /** Ends every login of an account; answers how many ended. */
  endAllOf(userId: string, actorId: string): number;
  /** False when the account has no such open login. */
  end(principal: Principal, loginSessionId: string): boolean;
  /** Ends every login but the caller's own; answers how many ended. */
  endOthers(principal: Principal): number;
  /** Takes the second factor from somebody who lost it. @throws NOT_FOUND; PERMISSION_DENIED when the role is above the caller's; NOT_ALLOWED for the own account. */
  resetSecondFactor(principal: Principal, userId: string): void;
  /** Forgets what has expired. The node calls it every hour. */
  prune(): void;
}
