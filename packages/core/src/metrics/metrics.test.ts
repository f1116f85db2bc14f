import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import type { Clock } from "../ports/index.ts";
import { createGatewayMetrics, createRegistry, startEventLoopDelay } from "./index.ts";

function withClock() {
  let nowMs = Date.UTC(2026, 0, 1);
  const timers: { readonly atMs: number; readonly callback: () => void }[] = [];
  const clock: Clock = {
    now: () => nowMs,
    after(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.push(timer);
      return { [Symbol.dispose]: () => void timers.splice(timers.indexOf(timer) >>> 0, 1) };
    },
  };
  const pass = (ms: number): void => {
    nowMs += ms;
    for (const timer of timers.filter(({ atMs }) => atMs <= nowMs)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.callback();
    }
  };
  return { clock, pass, timers };
}

describe("the gateway's figures", () => {
  it("cover the last minute", () => {
    const { clock, pass } = withClock();
    const metrics = createGatewayMetrics({ registry: new Registry(), clock });
    for (let call = 1; call <= 100; call++) metrics.observe("http", "node.info", call > 95 ? 500 : 200, call / 1_000);
    const summary = metrics.summary();
    expect(summary.perSecond).toBeCloseTo(100 / 60);
    expect(summary.errorRate).toBeCloseTo(0.05);
    for (const [figure, truth] of [
      [summary.p50Ms, 50],
      [summary.p95Ms, 95],
      [summary.p99Ms, 99],
    ] as const) {
      expect(figure / truth).toBeGreaterThan(0.95);
      expect(figure / truth).toBeLessThan(1.05);
    }
    pass(60_000);
    expect(metrics.summary()).toEqual({ perSecond: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, errorRate: 0 });
  });

  it("are zero before the first call", () => {
    const { clock } = withClock();
    const metrics = createGatewayMetrics({ registry: new Registry(), clock });
    expect(metrics.summary()).toEqual({ perSecond: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, errorRate: 0 });
  });
});

describe("the event loop's delay", () => {
  it("shows a stall until the window after it is over", async () => {
    const { clock, pass, timers } = withClock();
    const registry = new Registry();
    using delay = startEventLoopDelay({ registry, clock });
    const tick = () => new Promise((resolve) => setTimeout(resolve, 30));
    await tick();
    const until = performance.now() + 120;
    while (performance.now() < until) Math.hypot(1, 1);
    await tick();
    expect(delay.p99Seconds()).toBeGreaterThan(0.05);
    pass(15_000);
    expect(delay.p99Seconds()).toBeGreaterThan(0.05);
    expect(await registry.metrics()).toMatch(/^lucid_event_loop_delay_p99_seconds 0\.\d+$/m);
    delay[Symbol.dispose]();
    expect(timers).toEqual([]);
  });
});

it("a registry holds the figures of the process", async () => {
  expect(await createRegistry().metrics()).toContain("process_resident_memory_bytes");
});
