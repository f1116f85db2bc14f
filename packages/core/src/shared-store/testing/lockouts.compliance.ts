import { expect, it } from "vitest";
import type { Lockouts } from "../shared-store.ts";

export interface LockoutsUnderTest extends AsyncDisposable {
  readonly lockouts: Lockouts;
  /** Lets the lock end. */
  passLock(): Promise<void>;
  readonly lockMs: number;
}

/** How failures lock, whatever they are counted in. The first lock lasts `lockMs`. */
export function lockoutsCompliance(open: () => Promise<LockoutsUnderTest>): void {
  const near = (ms: number | undefined, expected: number): void => {
    expect(ms).toBeGreaterThan(expected * 0.5);
    expect(ms).toBeLessThanOrEqual(expected);
  };

  it("locks at the fifth failure, and for twice as long at the tenth", async () => {
    await using test = await open();
    for (let times = 0; times < 4; times += 1) expect(await test.lockouts.fail("a")).toBeUndefined();
    expect(await test.lockouts.lockedFor("a")).toBeUndefined();
    near(await test.lockouts.fail("a"), test.lockMs);
    near(await test.lockouts.lockedFor("a"), test.lockMs);
    await test.passLock();
    expect(await test.lockouts.lockedFor("a")).toBeUndefined();
    for (let times = 0; times < 4; times += 1) await test.lockouts.fail("a");
    near(await test.lockouts.fail("a"), 2 * test.lockMs);
  });

  it("forgets everything of whoever succeeds, and counts every subject for itself", async () => {
    await using test = await open();
    for (let times = 0; times < 4; times += 1) {
      await test.lockouts.fail("a");
      await test.lockouts.fail("b");
    }
    await test.lockouts.succeed("a");
    expect(await test.lockouts.fail("a")).toBeUndefined();
    expect(await test.lockouts.fail("b")).toBeDefined();
    expect(await test.lockouts.lockedFor("a")).toBeUndefined();
  });
}
