export type { FakeDesktop } from "./fake-desktop.ts";
export { createFakeDesktops, type FakeDesktops, type FakeDesktopsOptions } from "./fake-desktops.ts";
export { createNodeTime, type NodeTime } from "./node-time.ts";
export { startTestNode, type TestNode, type TestNodeOptions } from "./start-test-node.ts";
