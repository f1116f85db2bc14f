export { hostOf } from "./host-of.ts";
export { type Posted, postMessage, type Way } from "./post-message.ts";
export { type WayDeps, wayTo } from "./way-to.ts";
