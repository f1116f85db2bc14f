export { listKeys } from "./list-keys.ts";
export { rotateKey } from "./rotate-key.ts";
export { startKeys } from "./start-keys.ts";
