import { keccak256, toHex } from "./bytes.ts";

/** The first 4 bytes of a function's hash, in hex: what its calls begin with. */
export const selectorOf = (signature: string): string => topicOf(signature).slice(0, 8);
/** An event's hash, in hex: the first topic of its logs. */
export const topicOf = (signature: string): string => toHex(keccak256(new TextEncoder().encode(signature)));
