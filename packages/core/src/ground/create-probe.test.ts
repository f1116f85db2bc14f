import { setImmediate } from "node:timers/promises";
import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createProbe } from "./create-probe.ts";

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

it("tries once in 30 seconds, however often it is asked, and not at all while others succeed", async () => {
  const clock = createTestClock();
  let tries = 0;
  const probe = createProbe(clock, () => void (tries += 1));
  const first = { failure: undefined, last_success: at(0) };
  expect(await Promise.all([probe.look(), probe.look()])).toEqual([first, first]);
  clock.advance(29_999);
  expect([await probe.look(), tries]).toEqual([first, 1]);
  clock.advance(1);
  expect([await probe.look(), tries]).toEqual([{ failure: undefined, last_success: at(30_000) }, 2]);
  clock.advance(29_000);
  probe.worked();
  clock.advance(2_000);
  expect([await probe.look(), tries]).toEqual([{ failure: undefined, last_success: at(59_000) }, 2]);
});

it("says why something fails and when it last worked, and sees soon that it was mended", async () => {
  const clock = createTestClock();
  let isFull = false;
  const probe = createProbe(clock, () => {
    if (isFull) throw Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" });
  });
  await probe.look();
  isFull = true;
  clock.advance(30_000);
  expect(await probe.look()).toEqual({ failure: "the disk is full", last_success: at(0) });
  isFull = false;
  clock.advance(3_000);
  expect(await probe.look()).toEqual({ failure: undefined, last_success: at(33_000) });
});

it("does not wait for what never answers, nor tries it again meanwhile", async () => {
  const clock = createTestClock();
  const answer = Promise.withResolvers<void>();
  let tries = 0;
  const probe = createProbe(clock, () => {
    tries += 1;
    return answer.promise;
  });
  for (let asked = 0; asked < 2; asked += 1) {
    const looking = probe.look();
    await setImmediate();
    clock.advance(5_000);
    expect(await looking).toEqual({ failure: "no answer within 5 s", last_success: null });
  }
  answer.resolve();
  await setImmediate();
  expect([await probe.look(), tries]).toEqual([{ failure: undefined, last_success: at(10_000) }, 1]);
});
