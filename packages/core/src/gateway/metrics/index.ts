export { createGatewayMetrics, type GatewayMetrics } from "./gateway.metrics.ts";
export type { CallSummary } from "./recent-calls.ts";
