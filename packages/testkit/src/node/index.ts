export type { FakeDesktop } from "./fake-desktop.ts";
export { createFakeDesktops, type FakeDesktops, type FakeDesktopsOptions } from "./fake-desktops.ts";
export { freePort } from "./free-port.ts";
export { type CertificateFiles, makeCertificate } from "./make-certificate.ts";
export { createNodeTime, type NodeTime } from "./node-time.ts";
export { startRedis, type TestRedis } from "./start-redis.ts";
export { linkOf, startSmtp, type TakenMail, type TestSmtp, tokenOf } from "./start-smtp.ts";
export { startTestDevnet, type TestDevnet } from "./start-test-devnet.ts";
export { startTestNode, type TestNode, type TestNodeOptions } from "./start-test-node.ts";
