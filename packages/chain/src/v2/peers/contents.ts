import { sha256Hex } from "@lucid/proof";

/** As many blocks as may be under way at once, and more than a slow peer needs to fetch one. */
const MAX_CONTENTS = 32;

/** Contents that are too large for gossip, kept for those who hear of them. */
export interface Contents {
  /** Keeps it, and says under which hash it is announced. */
  add(bytes: Uint8Array): string;
  get(hash: string): Uint8Array | undefined;
}

export function createContents(): Contents {
  const contents = new Map<string, Uint8Array>();
  return {
    add(bytes) {
      const hash = sha256Hex(bytes);
      contents.delete(hash);
      contents.set(hash, bytes);
      for (const oldest of contents.keys()) if (contents.size > MAX_CONTENTS) contents.delete(oldest);
      return hash;
    },
    get: (hash) => contents.get(hash),
  };
}
