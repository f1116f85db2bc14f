import { LucidError, loginErrors } from "@lucid/contract";
import type { Logger } from "pino";
import type { Counter } from "prom-client";
import type { AuditLog } from "../audit/index.ts";
import { callerKey } from "./challenges.ts";
import type { LoginClock } from "./create-logins.ts";
import type { Lockout } from "./lockout.ts";
import { isoTime } from "./login-repository.ts";
import type { Origin } from "./logins.ts";

export interface AttemptsDeps {
  readonly clock: LoginClock;
  readonly log: Logger;
  readonly lockout: Lockout;
  readonly audit: Pick<AuditLog, "record">;
}

/** Whose proof it would be, and what counts it. */
export interface Attempt {
  /** Undefined where a proof names no account that is known: its failures count by the rate limit alone. */
  readonly address: string | undefined;
  readonly caller: Origin;
  readonly counter: Counter<"outcome">;
}

/**
 * Failures that count towards a lockout: what somebody without the wallet, the passkey or the code would cause. Each of them spends a challenge, of
 * which there are few, so that strangers cannot make the node write without end.
 */
const COUNTED: ReadonlySet<string> = new Set([
  loginErrors.spec.SIGNATURE_INVALID.code,
  loginErrors.spec.SETUP_CODE_INVALID.code,
  loginErrors.spec.PASSKEY_INVALID.code,
]);

/** Whether a failure counts towards a lockout. */
export const isCounted = ({ code }: LucidError): boolean => COUNTED.has(code);

/** Attempts to prove who somebody is, held back after failures. */
export function createAttempts(deps: AttemptsDeps) {
  function count(error: LucidError, subject: string, { address, caller, counter }: Attempt): void {
    counter.inc({ outcome: nameOf(error) });
    if (!isCounted(error) || address === undefined) return;
    const lockedUntil = deps.lockout.fail(subject, deps.clock.now());
    if (lockedUntil === undefined) return;
    const outcome = isoTime(deps.clock.toWall(lockedUntil));
    deps.log.warn({ tron_address: address, locked_until: outcome }, "login locked after failures");
    deps.audit.record({ action: "logins.account_locked", outcome, target: address, ip: caller.ip });
  }

  function begin(attempt: Attempt) {
    const subject = `${attempt.address} ${callerKey(attempt.caller)}`;
    const lockedUntil = deps.lockout.lockedUntil(subject, deps.clock.now());
    return {
      succeeded(): void {
        deps.lockout.succeed(subject);
        attempt.counter.inc({ outcome: "ok" });
      },
      /** The error to throw for the one that came. */
      failed(error: unknown): unknown {
        if (!(error instanceof LucidError)) return error;
        // A lock says nothing more to whoever guesses, and keeps nobody out who has the wallet.
        if (lockedUntil !== undefined && isCounted(error)) {
          return loginErrors.ACCOUNT_LOCKED({ locked_until: isoTime(deps.clock.toWall(lockedUntil)) }, { cause: error });
        }
        count(error, subject, attempt);
        return error;
      },
    };
  }

  return {
    /** @throws what `work` throws; ACCOUNT_LOCKED in place of a failure that counts, while there were too many of them. */
    run<Result>(attempt: Attempt, work: () => Result): Result {
      const trial = begin(attempt);
      try {
        const result = work();
        trial.succeeded();
        return result;
      } catch (error) {
        throw trial.failed(error);
      }
    },
    /** The same for work that takes its time. */
    async runAsync<Result>(attempt: Attempt, work: () => Promise<Result>): Promise<Result> {
      const trial = begin(attempt);
      try {
        const result = await work();
        trial.succeeded();
        return result;
      } catch (error) {
        throw trial.failed(error);
      }
    },
  };
}
export type Attempts = ReturnType<typeof createAttempts>;

const nameOf = (error: LucidError): string =>
  Object.entries(loginErrors.spec).find(([, entry]) => entry.code === error.code)?.[0] ?? error.code;
