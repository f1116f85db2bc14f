export { gatewayErrors, type PortWindow, pagePolicy, withNonce } from "./gateway/index.ts";
export * from "./node/index.ts";
