export { createRegistry } from "./create-registry.ts";
export { type EventLoopDelay, startEventLoopDelay } from "./event-loop-delay.ts";
export { createGatewayMetrics, type GatewayMetrics } from "./gateway.metrics.ts";
export type { CallSummary } from "./recent-calls.ts";
