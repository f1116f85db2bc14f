import { createHash } from "node:crypto";
import { keccak_256 } from "@noble/hashes/sha3.js";

const HEX = /^(?:[0-9a-f]{2})*$/;

export const isHex = (text: string): boolean => HEX.test(text);
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
/** `hex` is lower case and of even length: what comes from outside is checked with `isHex` first. */
export const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));
export const utf8ToHex = (text: string): string => Buffer.from(text, "utf8").toString("hex");
export const hexToUtf8 = (hex: string): string => Buffer.from(hex, "hex").toString("utf8");

export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};
export const keccak256 = (bytes: Uint8Array): Uint8Array => keccak_256(bytes);

export const concat = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
