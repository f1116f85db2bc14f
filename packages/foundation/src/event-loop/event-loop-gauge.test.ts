import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { createTestClock } from "../testing/index.ts";
import { startEventLoopGauge } from "./event-loop-gauge.ts";

describe("the event loop's delay", () => {
  it("shows a stall until the window after it is over", async () => {
    const clock = createTestClock();
    const registry = new Registry();
    using delay = startEventLoopGauge({ registry, clock });
    const tick = () => new Promise((resolve) => setTimeout(resolve, 30));
    await tick();
    const until = performance.now() + 120;
    while (performance.now() < until) Math.hypot(1, 1);
    await tick();
    expect(delay.p99Seconds()).toBeGreaterThan(0.05);
    clock.advance(15_000);
    expect(delay.p99Seconds()).toBeGreaterThan(0.05);
    expect(await registry.metrics()).toMatch(/^lucid_event_loop_delay_p99_seconds 0\.\d+$/m);
    delay[Symbol.dispose]();
    expect(clock.step()).toBe(false);
  });
});
