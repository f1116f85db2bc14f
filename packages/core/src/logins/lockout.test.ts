import { openDatabase } from "@lucid/foundation";
import { createTestClock } from "@lucid/foundation/testing";
import { nodeMigrations } from "../ground/index.ts";
import { LOCKOUT } from "../shared-store/index.ts";
import { lockoutsCompliance } from "../shared-store/testing/lockouts.compliance.ts";
import { createLockout } from "./lockout.ts";

lockoutsCompliance(async () => {
  const database = openDatabase({ path: ":memory:", migrations: nodeMigrations, synchronous: "normal" });
  const clock = createTestClock();
  const lockout = createLockout(database.write);
  const left = (until: number | undefined) => (until === undefined ? undefined : until - clock.now());
  return {
    lockouts: {
      lockedFor: (subject) => left(lockout.lockedUntil(subject, clock.now())),
      fail: (subject) => left(lockout.fail(subject, clock.now())),
      succeed: (subject) => lockout.succeed(subject),
    },
    lockMs: LOCKOUT.lockoutMs,
    passLock: async () => clock.advance(LOCKOUT.lockoutMs),
    [Symbol.asyncDispose]: async () => database[Symbol.dispose](),
  };
});
