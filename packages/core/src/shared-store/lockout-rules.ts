const minute = 60_000;

export interface LockoutRules {
  /** Failures that lock. */
  readonly failures: number;
  readonly lockoutMs: number;
  /** Each further lock lasts twice as long, until it has doubled so often. */
  readonly maxDoublings: number;
  /** Failures and lockouts are forgotten after this long without another failure. */
  readonly memoryMs: number;
}

/** 15 min, 30 min ... 32 h. */
export const LOCKOUT: LockoutRules = { failures: 5, lockoutMs: 15 * minute, maxDoublings: 7, memoryMs: 48 * 60 * minute };
