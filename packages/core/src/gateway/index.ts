export type { GatewayPort } from "./attach-port.ts";
export type { LucidRouter } from "./create-router.ts";
export { gatewayErrors } from "./gateway.errors.ts";
export type { GatewayOptions } from "./gateway-options.ts";
export type { RateLimit, RateLimits } from "./limits/limits.ts";
export type { RateLimiter, RateVerdict } from "./limits/rate-limiter.ts";
export { undeclaredAnswer } from "./openapi/declared-answers.ts";
export * from "./services.ts";
export { type Gateway, type GatewayDeps, startGateway } from "./start-gateway.ts";
