export { type ChangeFeed, createChangeFeed } from "./changes/change-feed.ts";
export * from "./clock.ts";
export { createRegistry } from "./create-registry.ts";
export { describeFailure, type Failure } from "./describe-failure.ts";
export { type EventLoopGauge, startEventLoopGauge } from "./event-loop/event-loop-gauge.ts";
export type { Log } from "./log.ts";
export * from "./randomness.ts";
export { isDatabaseTrouble } from "./sqlite/database-trouble.ts";
export * from "./sqlite/open-database.ts";
