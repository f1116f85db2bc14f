export * from "./block.ts";
export * from "./certificate.ts";
export * from "./evidence.ts";
export * from "./genesis.ts";
export * from "./header.ts";
export * from "./members.ts";
export * from "./transaction.ts";
