import {
  type BackupCodes,
  commonErrors,
  loginErrors,
  type Role,
  type SecondFactor,
  type SecondFactorSecret,
} from "@lucid/contract";
import type { Randomness, WriteDb } from "@lucid/foundation";
import type { AuditLog } from "../../audit/index.ts";
import type { Principal } from "../../calls/index.ts";
import type { AccountRow } from "../../people/index.ts";
import type { LoginClock } from "../create-logins.ts";
import { BACKUP_CODES, ENROLMENT_MS } from "../limits.ts";
import type { Lockout } from "../lockout.ts";
import { isoTime } from "../login-repository.ts";
import type { LoginsMetrics } from "../logins.metrics.ts";
import { lettersOf } from "../setup-code.ts";
import type { SecretKeeper } from "./sealed-secret.ts";
import { createSecondFactorRepository } from "./second-factor-repository.ts";
import { SECRET_BYTES, secretInWords, stepOfCode } from "./totp.ts";

export interface SecondFactorDeps {
  readonly db: WriteDb;
  readonly clock: LoginClock;
  readonly randomness: Randomness;
  readonly audit: Pick<AuditLog, "record">;
  readonly lockout: Lockout;
  readonly keeper: SecretKeeper;
  readonly metrics: LoginsMetrics;
  /** Told whenever what somebody has to do first may be another thing. */
  readonly changed: (userId: string) => void;
}

export interface SecondFactorOptions {
  /** Roles that must have one. */
  readonly requiredFor: readonly Role[];
}

interface Enrolment {
  readonly secret: Uint8Array;
  readonly expiresAtMs: number;
}

/** Codes of authenticator apps (RFC 6238) and backup codes. Expected refusals are thrown as errors of the catalogue. */
export function createSecondFactor(deps: SecondFactorDeps, { requiredFor }: SecondFactorOptions) {
  const { clock, lockout, keeper, randomness } = deps;
  const repository = createSecondFactorRepository(deps.db);
  /** In memory: whoever did not confirm in time begins again. */
  const enrolments = new Map<string, Enrolment>();

  const isOn = (userId: string): boolean => repository.find(userId) !== undefined;
  const wallNow = (): number => clock.toWall(clock.now());

  /** Only who has the first factor gets to guess codes, so guesses count for the account, wherever they come from. */
  function guard(userId: string, isRight: () => boolean): void {
    const subject = `second factor ${userId}`;
    const lockedUntil = lockout.lockedUntil(subject, clock.now());
    const locked = (ms: number) => loginErrors.CODES_LOCKED({ locked_until: isoTime(clock.toWall(ms)) });
    if (lockedUntil !== undefined) throw locked(lockedUntil);
    if (isRight()) {
      lockout.succeed(subject);
      deps.metrics.codes.inc({ outcome: "ok" });
      return;
    }
    deps.metrics.codes.inc({ outcome: "wrong" });
    const locks = lockout.fail(subject, clock.now());
    if (locks !== undefined) {
      deps.audit.record({ action: "logins.codes_locked", outcome: isoTime(clock.toWall(locks)), target: userId });
    }
    throw loginErrors.CODE_INVALID();
  }

  function takes(userId: string, code: string): boolean {
    const row = repository.find(userId);
    if (!row) return false;
    if (code.length !== 6) return repository.takeCode(userId, keeper.hash(userId, code));
    const step = stepOfCode(keeper.open(userId, row.sealed_secret), code, wallNow());
    return step !== undefined && repository.takeStep(userId, step);
  }

  function issueCodes(userId: string): BackupCodes {
    const codes = Array.from({ length: BACKUP_CODES }, () => lettersOf(randomness.bytes(10)));
    repository.replaceCodes(
      userId,
      codes.map((code) => keeper.hash(userId, code)),
    );
    return { backup_codes: codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`) };
  }

  function enrolmentOf(userId: string): Enrolment | undefined {
    for (const [id, { expiresAtMs }] of enrolments) if (expiresAtMs <= clock.now()) enrolments.delete(id);
    return enrolments.get(userId);
  }

  /** @throws NOT_FOUND, CODE_INVALID, CODES_LOCKED. */
  function check(userId: string, code: string): void {
    if (!isOn(userId)) throw commonErrors.NOT_FOUND();
    guard(userId, () => takes(userId, code));
  }

  return {
    isOn,
    /** Of an account that is deleted. */
    erase(userId: string): void {
      repository.remove(userId);
      repository.replaceCodes(userId, []);
      enrolments.delete(userId);
    },
    /** Whether the account has to set it up before anything else. */
    isDue: ({ user_id, role }: Pick<AccountRow, "user_id" | "role">): boolean => requiredFor.includes(role) && !isOn(user_id),
    check,
    tell({ userId, role }: Pick<Principal, "userId" | "role">): SecondFactor {
      const row = repository.find(userId);
      return {
        enabled: row !== undefined,
        required: requiredFor.includes(role),
        enabled_at: row ? isoTime(clock.toWall(row.enabled_at)) : null,
        backup_codes_left: repository.codesLeft(userId),
      };
    },
    /** A secret that counts once a code of it was shown. @throws ALREADY_EXISTS. */
    enable({ userId, tronAddress }: Principal): SecondFactorSecret {
      if (isOn(userId)) throw commonErrors.ALREADY_EXISTS();
      enrolmentOf(userId);
      const secret = randomness.bytes(SECRET_BYTES);
      const expiresAtMs = clock.now() + ENROLMENT_MS;
      enrolments.set(userId, { secret, expiresAtMs });
      return { ...secretInWords(secret, tronAddress), expires_at: isoTime(clock.toWall(expiresAtMs)) };
    },
    /** @throws ALREADY_EXISTS, NOT_FOUND when no secret waits for it, CODE_INVALID, CODES_LOCKED. */
    confirm({ userId }: Principal, code: string): BackupCodes {
      if (isOn(userId)) throw commonErrors.ALREADY_EXISTS();
      const enrolment = enrolmentOf(userId);
      if (!enrolment) throw commonErrors.NOT_FOUND();
      let step: number | undefined;
      guard(userId, () => {
        step = stepOfCode(enrolment.secret, code, wallNow());
        return step !== undefined;
      });
      enrolments.delete(userId);
      const codes = deps.db.transaction(() => {
        const sealed_secret = keeper.seal(userId, enrolment.secret);
        repository.insert({ user_id: userId, sealed_secret, last_step: step ?? 0, enabled_at: clock.now() });
        return issueCodes(userId);
      })();
      deps.changed(userId);
      return codes;
    },
    /** Those before count no longer. @throws NOT_FOUND, CODE_INVALID, CODES_LOCKED. */
    renewCodes({ userId }: Principal, code: string): BackupCodes {
      check(userId, code);
      return issueCodes(userId);
    },
    /** Takes it from somebody who lost it. False when there is none. */
    reset(userId: string): boolean {
      if (!isOn(userId)) return false;
      repository.remove(userId);
      deps.changed(userId);
      return true;
    },
    /** @throws NOT_ALLOWED where the role needs it; NOT_FOUND, CODE_INVALID, CODES_LOCKED. */
    disable({ userId, role }: Principal, code: string): void {
      if (requiredFor.includes(role)) throw commonErrors.NOT_ALLOWED(undefined, { message: "Your role needs a second factor" });
      check(userId, code);
      repository.remove(userId);
      deps.changed(userId);
    },
  };
}
export type SecondFactors = ReturnType<typeof createSecondFactor>;
