export { LOCKOUT } from "./lockout-rules.ts";
export { createMemoryRateLimiter, type RateLimit, type RateLimiter, type RateVerdict } from "./rate-limiter.ts";
export { checkRedis } from "./redis/check-redis.ts";
export { type SharedStoreSettings, sharedStoreFault, sharedStoreSettings } from "./shared-store.settings.ts";
export type {
  EndOutcome,
  Lockouts,
  LoginsElsewhere,
  Notice,
  Notices,
  OwnLogins,
  OwnNotices,
  SharedStore,
  WalletsToEnd,
} from "./shared-store.ts";
export { startSharedStore } from "./start-shared-store.ts";
