export { gatewayErrors, type PortWindow, pagePolicy, undeclaredAnswer, withNonce } from "./gateway/index.ts";
export * from "./node/index.ts";
export { compilePolicy, decide } from "./policies/index.ts";
