import { type AuthResponse, LucidError, loginErrors } from "@lucid/contract";
import type { Clock, Randomness, WriteDb } from "@lucid/foundation";
import { recoverTronAddress } from "@lucid/proof";
import type { Logger } from "pino";
import { type AccountRow, type Accounts, isoTime } from "./accounts.ts";
import type { AuthMetrics } from "./auth.metrics.ts";
import type { AuthEvent, LoginInput, Origin } from "./auth.ts";
import { type Challenges, callerKey } from "./challenges.ts";
import type { Lockout } from "./lockout.ts";
import type { SessionBook } from "./session-book.ts";
import type { createSetupCode } from "./setup-code.ts";

export interface LoginDeskDeps {
  readonly db: WriteDb;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
  readonly accounts: Accounts;
  readonly lockout: Lockout;
  readonly setupCode: ReturnType<typeof createSetupCode>;
  readonly challenges: Challenges;
  readonly book: SessionBook;
  readonly metrics: AuthMetrics;
  readonly record: (event: Omit<AuthEvent, "at_ms">) => void;
}

/** Failures that count towards a lockout: what somebody without the wallet or the code would cause. */
const COUNTED: ReadonlySet<string> = new Set(
  [loginErrors.spec.CHALLENGE_INVALID, loginErrors.spec.SIGNATURE_INVALID, loginErrors.spec.SETUP_CODE_INVALID].map(
    (entry) => entry.code,
  ),
);

/** Turns a signed challenge into a login: proof of the wallet first, then who this is, then whether they may come in. */
export function createLoginDesk(deps: LoginDeskDeps, options: { readonly registration: "open" | "closed" }) {
  const { accounts, lockout, setupCode, record } = deps;

  function proveWallet(input: LoginInput): void {
    const challenge = deps.challenges.take(input.challenge_id);
    if (challenge?.address !== input.tron_address) throw loginErrors.CHALLENGE_INVALID();
    if (recoverTronAddress(challenge.message, input.signature) !== input.tron_address) throw loginErrors.SIGNATURE_INVALID();
  }

  function createAccount(address: string, role: AccountRow["role"]): AccountRow {
    const id = deps.randomness.uuid();
    accounts.insert(id, address, role, deps.clock.now());
    record({ type: "account_created", user_id: id, tron_address: address, reason: role });
    return stored(id);
  }

  function stored(id: string): AccountRow {
    const account = accounts.find(id);
    if (!account) throw new Error("An account that was just stored is not there");
    return account;
  }

  /** The code works once: with the first owner there is no code any more. */
  function becomeOwner(address: string, code: string): AccountRow {
    if (accounts.ownerExists() || !setupCode.matches(code)) throw loginErrors.SETUP_CODE_INVALID();
    setupCode.clear();
    const known = accounts.findByAddress(address);
    if (!known) return createAccount(address, "SUPER_ADMIN");
    accounts.update(known.user_id, { role: "SUPER_ADMIN", status: "active", kyc_status: known.kyc_status }, deps.clock.now());
    record({ type: "account_changed", user_id: known.user_id, tron_address: address, reason: "role SUPER_ADMIN" });
    deps.book.endAll(known.user_id, "account_changed");
    return stored(known.user_id);
  }

  function admit(input: LoginInput): AccountRow {
    if (input.setup_code !== undefined) return becomeOwner(input.tron_address, input.setup_code);
    const known = accounts.findByAddress(input.tron_address);
    if (!known && options.registration === "closed") throw loginErrors.REGISTRATION_CLOSED();
    if (known && known.status !== "active")
      throw loginErrors.INVALID_CREDENTIALS(undefined, { message: "This account is suspended" });
    return known ?? createAccount(input.tron_address, "USER");
  }

  function refused(error: LucidError, subject: string, input: LoginInput, caller: Origin): void {
    const name = nameOf(error);
    deps.metrics.logins.inc({ outcome: name });
    record({ type: "login_refused", tron_address: input.tron_address, ip: caller.ip, reason: name });
    if (!COUNTED.has(error.code)) return;
    const lockedUntil = lockout.fail(subject, deps.clock.now());
    if (lockedUntil === undefined) return;
    deps.log.warn({ tron_address: input.tron_address, locked_until: isoTime(lockedUntil) }, "login locked after failures");
    record({ type: "account_locked", tron_address: input.tron_address, ip: caller.ip, reason: isoTime(lockedUntil) });
  }

  return {
    issueSetupCode(): string | undefined {
      if (accounts.ownerExists()) return undefined;
      const code = setupCode.issue(deps.clock.now());
      record({ type: "setup_code_issued" });
      return code;
    },
    login(input: LoginInput, caller: Origin): AuthResponse {
      const subject = `${input.tron_address} ${callerKey(caller)}`;
      const lockedUntil = lockout.lockedUntil(subject, deps.clock.now());
      if (lockedUntil !== undefined) throw loginErrors.ACCOUNT_LOCKED({ locked_until: isoTime(lockedUntil) });
      try {
        proveWallet(input);
        const answer = deps.db.transaction(() => deps.book.open(admit(input), caller))();
        lockout.succeed(subject);
        deps.metrics.logins.inc({ outcome: "ok" });
        record({ type: "login", user_id: answer.user.user_id, tron_address: input.tron_address, ip: caller.ip });
        return answer;
      } catch (error) {
        if (error instanceof LucidError) refused(error, subject, input, caller);
        throw error;
      }
    },
  };
}

const nameOf = (error: LucidError): string =>
  Object.entries(loginErrors.spec).find(([, entry]) => entry.code === error.code)?.[0] ?? error.code;
