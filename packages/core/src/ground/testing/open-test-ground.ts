import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandomness } from "@lucid/foundation";
import { createTestClock, silentLog, type TestClock } from "@lucid/foundation/testing";
import { type Ground, type GroundDeps, openGround } from "../open-ground.ts";

export interface TestGround extends Ground, AsyncDisposable {
  readonly clock: TestClock;
}

/** The real ground over a folder that is removed with it, and a clock that stands still. */
export async function openTestGround(change: Partial<GroundDeps> = {}): Promise<TestGround> {
  const data = await mkdtemp(join(tmpdir(), "lucid-ground-"));
  const clock = createTestClock();
  const deps = { clock, randomness: systemRandomness, log: silentLog, version: "1.2.3", ...change };
  const ground = await openGround(deps, data);
  return {
    ...ground,
    clock,
    async [Symbol.asyncDispose]() {
      await ground[Symbol.asyncDispose]();
      await rm(data, { recursive: true });
    },
  };
}
