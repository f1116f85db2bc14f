export { listKeys } from "./list-keys.ts";
export { type NodeKeyRotation, openNodeKeyRotation } from "./open-node-key-rotation.ts";
export { rotateKey } from "./rotate-key.ts";
export { startKeys } from "./start-keys.ts";
