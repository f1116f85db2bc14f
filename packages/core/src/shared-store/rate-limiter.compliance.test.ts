import { createTestClock } from "@lucid/foundation/testing";
import { createMemoryRateLimiter } from "./rate-limiter.ts";
import { limiterCompliance } from "./testing/limiter.compliance.ts";

limiterCompliance(async () => {
  const clock = createTestClock();
  return {
    limiter: createMemoryRateLimiter({ clock }),
    pass: async (ms) => clock.advance(ms),
    [Symbol.asyncDispose]: async () => undefined,
  };
});
