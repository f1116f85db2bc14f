export { type NodeKeys, openNodeKeys, secretFile } from "./node-keys.ts";
