import type { RateTier } from "@lucid/contract";
import type { RateLimit } from "../../shared-store/index.ts";

export type RateLimits = Readonly<Record<RateTier, RateLimit>>;

/** The tiers of the published API. `login` counts per address of the network, and of what proves itself only failures. */
export const LIMITS: RateLimits = {
  public: { perMinute: 100, burst: 200 },
  login: { perMinute: 10, burst: 10 },
  authenticated: { perMinute: 1_000, burst: 2_000 },
  admin: { perMinute: 10_000, burst: 20_000 },
  create: { perMinute: 10, burst: 20 },
  chain: { perMinute: 500, burst: 1_000 },
  emergency: { perMinute: 5, burst: 5 },
};
