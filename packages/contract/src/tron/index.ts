export * from "./payments.protocol.ts";
export * from "./staking.schema.ts";
export * from "./staking-order.schema.ts";
export * from "./tron.errors.ts";
export * from "./tron.events.ts";
export * from "./tron.schema.ts";
