export { listKeys } from "./list-keys.ts";
export { ROTATED_KEYS, type RotatedKey, rotateKey } from "./rotate-key.ts";
