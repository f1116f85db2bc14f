export {
  CertificateError,
  certificateTrouble,
  gatewayErrors,
  OPERATIONS,
  type PortWindow,
  pagePolicy,
  readCertificate,
  SECURITY_HEADERS,
  undeclaredAnswer,
  withNonce,
} from "./gateway/index.ts";
export * from "./node/index.ts";
export { can, STANDINGS, type Standing, scopeOf } from "./people/index.ts";
export { compilePolicy, decide } from "./policies/index.ts";
export { checkRedis } from "./shared-store/index.ts";
export { textsIn } from "./texts/index.ts";
