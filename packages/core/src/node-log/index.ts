export { createLogTap, type LogLines } from "./create-log-tap.ts";
export { nodeLogOptions, nodeLogSettings } from "./node-log.settings.ts";
export { readNodeLog } from "./read-node-log.ts";
export { startNodeLog } from "./start-node-log.ts";
