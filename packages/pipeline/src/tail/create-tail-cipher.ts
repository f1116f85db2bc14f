import { createCipheriv, hkdfSync } from "node:crypto";
import { TAIL, tailKeyInfo, tailNonce } from "@lucid/identity";

export interface TailCipher {
  /** What comes before the first frame. */
  readonly start: Buffer;
  /** One frame of the stream, in the order of the calls. */
  seal(head: object, body: Uint8Array): Buffer;
  wipe(): void;
}

/** Writes the stream that `createTailReader` of `@lucid/identity` opens. `salt` has 32 random bytes and is used once. */
export function createTailCipher(sessionId: string, dataKey: Uint8Array, salt: Uint8Array): TailCipher {
  const key = Buffer.from(hkdfSync("sha256", dataKey, salt, tailKeyInfo(sessionId), TAIL.keyBytes));
  let frames = 0;

  return {
    start: Buffer.concat([Buffer.from(TAIL.magic), Buffer.from([TAIL.version]), salt]),
    seal(head, body) {
      const json = Buffer.from(JSON.stringify(head));
      const cipher = createCipheriv("chacha20-poly1305", key, tailNonce(frames), { authTagLength: TAIL.tagBytes });
      frames += 1;
      const pieces = [
        cipher.update(u32(json.length)),
        cipher.update(json),
        cipher.update(body),
        cipher.final(),
        cipher.getAuthTag(),
      ];
      const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
      return Buffer.concat([u32(length), ...pieces]);
    },
    wipe: () => void key.fill(0),
  };
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
