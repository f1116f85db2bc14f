import { type AuthResponse, LucidError, loginErrors } from "@lucid/contract";
import type { WriteDb } from "@lucid/foundation";
import { recoverTronAddress } from "@lucid/proof";
import type { Logger } from "pino";
import type { AuditLog } from "../audit/index.ts";
import type { AccountRow } from "../people/index.ts";
import { type Challenges, callerKey } from "./challenges.ts";
import type { LoginClock } from "./create-logins.ts";
import type { Lockout } from "./lockout.ts";
import type { LoginBook } from "./login-book.ts";
import { isoTime } from "./login-repository.ts";
import type { LoginsMetrics } from "./logins.metrics.ts";
import type { LoginAccounts, LoginInput, Origin } from "./logins.ts";
import type { createSetupCode } from "./setup-code.ts";

export interface LoginDeskDeps {
  readonly db: WriteDb;
  readonly clock: LoginClock;
  readonly log: Logger;
  readonly accounts: Pick<LoginAccounts, "findByAddress" | "ownerExists" | "join" | "makeOwner">;
  readonly lockout: Lockout;
  readonly setupCode: ReturnType<typeof createSetupCode>;
  readonly challenges: Challenges;
  readonly book: Pick<LoginBook, "open">;
  readonly metrics: LoginsMetrics;
  readonly audit: Pick<AuditLog, "record">;
}

/**
 * Failures that count towards a lockout: what somebody without the wallet or the code would cause. Each of them spends a challenge, of
 * which there are few, so that strangers cannot make the node write without end.
 */
const COUNTED: ReadonlySet<string> = new Set([loginErrors.spec.SIGNATURE_INVALID.code, loginErrors.spec.SETUP_CODE_INVALID.code]);

/** Turns a signed challenge into a login: proof of the wallet first, then who this is, then whether they may come in. */
export function createLoginDesk(deps: LoginDeskDeps, options: { readonly registration: "open" | "closed" }) {
  const { accounts, lockout, setupCode, audit } = deps;

  function proveWallet(input: LoginInput): void {
    const challenge = deps.challenges.take(input.challenge_id);
    if (challenge?.address !== input.tron_address) throw loginErrors.CHALLENGE_INVALID();
    if (recoverTronAddress(challenge.message, input.signature) !== input.tron_address) throw loginErrors.SIGNATURE_INVALID();
  }

  /** The code works once: with the first owner there is no code any more. */
  function becomeOwner(address: string, code: string): AccountRow {
    if (accounts.ownerExists() || !setupCode.matches(code)) throw loginErrors.SETUP_CODE_INVALID();
    setupCode.clear();
    const known = accounts.findByAddress(address);
    return known ? accounts.makeOwner(known.user_id) : accounts.join(address, "SUPER_ADMIN");
  }

  function admit(input: LoginInput): AccountRow {
    if (input.setup_code !== undefined) return becomeOwner(input.tron_address, input.setup_code);
    const known = accounts.findByAddress(input.tron_address);
    if (!known && options.registration === "closed") throw loginErrors.REGISTRATION_CLOSED();
    if (known && known.status !== "active")
      throw loginErrors.INVALID_CREDENTIALS(undefined, { message: "This account is suspended" });
    return known ?? accounts.join(input.tron_address, "USER");
  }

  function refused(error: LucidError, subject: string, input: LoginInput, caller: Origin): void {
    deps.metrics.attempts.inc({ outcome: nameOf(error) });
    if (!COUNTED.has(error.code)) return;
    const lockedUntil = lockout.fail(subject, deps.clock.now());
    if (lockedUntil === undefined) return;
    const outcome = isoTime(deps.clock.toWall(lockedUntil));
    deps.log.warn({ tron_address: input.tron_address, locked_until: outcome }, "login locked after failures");
    audit.record({ action: "logins.account_locked", outcome, target: input.tron_address, ip: caller.ip });
  }

  return {
    issueSetupCode(): string | undefined {
      if (accounts.ownerExists()) return undefined;
      const code = setupCode.issue(deps.clock.now());
      audit.record({ action: "logins.setup_code_issued", outcome: "ok" });
      return code;
    },
    login(input: LoginInput, caller: Origin): AuthResponse {
      const subject = `${input.tron_address} ${callerKey(caller)}`;
      const lockedUntil = lockout.lockedUntil(subject, deps.clock.now());
      try {
        proveWallet(input);
        const answer = deps.db.transaction(() => deps.book.open(admit(input), caller))();
        lockout.succeed(subject);
        deps.metrics.attempts.inc({ outcome: "ok" });
        return answer;
      } catch (error) {
        if (!(error instanceof LucidError)) throw error;
        // A lock says nothing more to whoever guesses, and keeps nobody out who has the wallet.
        if (lockedUntil !== undefined && COUNTED.has(error.code)) {
          throw loginErrors.ACCOUNT_LOCKED({ locked_until: isoTime(deps.clock.toWall(lockedUntil)) }, { cause: error });
        }
        refused(error, subject, input, caller);
        throw error;
      }
    },
  };
}

const nameOf = (error: LucidError): string =>
  Object.entries(loginErrors.spec).find(([, entry]) => entry.code === error.code)?.[0] ?? error.code;
