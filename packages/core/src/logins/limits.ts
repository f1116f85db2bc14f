import { FRESH_FOR_S, type Role } from "@lucid/contract";

const minute = 60_000;
const hour = 60 * minute;

/** An access token is a bearer's word that is hardly checked: short. A refresh renews it. */
export const ACCESS_TOKEN_MS = 15 * minute;
export const REFRESH_TOKEN_MS = 168 * hour;
/** A cookie that was traded counts once more for this long, while nobody has used what it was traded for. */
export const LOST_ANSWER_MS = minute;
/** A cached verdict on a token is looked at again after this long. */
export const RECHECK_MS = minute;
/** Activity is written down at most this often, so that a request seldom writes to the disk. */
export const ACTIVITY_MS = minute;
/** A node that was killed may have lost this much of its steady time: a new token looks like one from the future then. */
export const CLOCK_LEEWAY_MS = minute;

/** A proof counts for this long where one is asked for. */
export const FRESH_MS = FRESH_FOR_S * 1_000;

export const CHALLENGE_MS = 5 * minute;
/** Bounds of what strangers can make the node remember. A login consumes its challenge at once. */
export const CHALLENGES_PER_ADDRESS = 5;
export const CHALLENGES_PER_CALLER = 50;
export const CHALLENGES = 10_000;

/** From the secret to the first code of the authenticator app. */
export const ENROLMENT_MS = 10 * minute;
export const BACKUP_CODES = 10;
export const PASSKEYS_PER_ACCOUNT = 20;

export interface LoginLimits {
  /** Open logins at once; the least recently used one gives way to a new one. */
  readonly concurrent: number;
  readonly maxDurationMs: number;
  readonly idleMs: number;
}

export const LOGIN_LIMITS: Readonly<Record<Role, LoginLimits>> = {
  USER: { concurrent: 5, maxDurationMs: 24 * hour, idleMs: 30 * minute },
  NODE_OPERATOR: { concurrent: 10, maxDurationMs: 48 * hour, idleMs: 60 * minute },
  AUDITOR: { concurrent: 10, maxDurationMs: 48 * hour, idleMs: 60 * minute },
  ADMIN: { concurrent: 20, maxDurationMs: 168 * hour, idleMs: 120 * minute },
  SUPER_ADMIN: { concurrent: Number.POSITIVE_INFINITY, maxDurationMs: Number.POSITIVE_INFINITY, idleMs: 120 * minute },
};
