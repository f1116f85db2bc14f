/** Types for the simulations of the chain in testkit; the chain itself is started by the node. */
export type * from "./chain/index.ts";
export { gatewayErrors } from "./gateway/index.ts";
export * from "./node/index.ts";
export * from "./ports/index.ts";
