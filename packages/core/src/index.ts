export { gatewayErrors } from "./gateway/index.ts";
export * from "./node/index.ts";
