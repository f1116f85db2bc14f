export { gatewayErrors, undeclaredAnswer } from "./gateway/index.ts";
export * from "./node/index.ts";
