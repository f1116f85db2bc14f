import { createTestClock } from "@lucid/foundation/testing";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { createGatewayMetrics } from "./index.ts";

describe("the gateway's figures", () => {
  it("cover the last minute", () => {
    const clock = createTestClock();
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
    clock.advance(60_000);
    expect(metrics.summary()).toEqual({ perSecond: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, errorRate: 0 });
  });

  it("are zero before the first call", () => {
    const clock = createTestClock();
    const metrics = createGatewayMetrics({ registry: new Registry(), clock });
    expect(metrics.summary()).toEqual({ perSecond: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, errorRate: 0 });
  });
});
