import { TailHead } from "@lucid/contract";
import { fromUtf8 } from "@lucid/proof";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { IdentityError } from "../identity-error.ts";
import { MAX_TAIL_FRAME_BYTES, TAIL, TAIL_START_BYTES, tailKeyInfo, tailNonce } from "./tail-format.ts";

export interface TailFrame {
  readonly head: TailHead;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface TailReader {
  /** Takes the next bytes of the stream, cut anywhere. @throws IdentityError `tail-format` or `tail-sealed`; then it is of no use any more. */
  push(bytes: Uint8Array): TailFrame[];
}

const LENGTH_BYTES = 4;

/** Opens what a node streams of a running session (`tail-format.ts`), with the session's data key. */
export function createTailReader(sessionId: string, dataKey: Uint8Array): TailReader {
  let pieces: Uint8Array[] = [];
  let held = 0;
  /** So many bytes are wanted before there is anything to do. */
  let wanted = TAIL_START_BYTES;
  let key: Uint8Array | undefined;
  let frames = 0;

  function start(bytes: Uint8Array): void {
    const magic = fromUtf8(bytes.subarray(0, TAIL.magic.length));
    if (magic !== TAIL.magic || bytes[TAIL.magic.length] !== TAIL.version) throw new IdentityError("tail-format");
    const salt = bytes.subarray(TAIL.magic.length + 1, TAIL_START_BYTES);
    key = hkdf(sha256, dataKey, salt, tailKeyInfo(sessionId), TAIL.keyBytes);
  }

  function open(sealed: Uint8Array, key: Uint8Array): TailFrame {
    const cipher = chacha20poly1305(key, tailNonce(frames));
    frames += 1;
    let plain: Uint8Array;
    try {
      plain = cipher.decrypt(sealed);
    } catch (cause) {
      throw new IdentityError("tail-sealed", { cause });
    }
    return parse(plain);
  }

  return {
    push(bytes) {
      pieces.push(bytes);
      held += bytes.length;
      if (held < wanted) return [];
      const all = concatBytes(...pieces);
      const found: TailFrame[] = [];
      let at = 0;
      if (!key) {
        start(all);
        at = TAIL_START_BYTES;
      }
      for (wanted = LENGTH_BYTES; key && all.length - at >= wanted; wanted = LENGTH_BYTES) {
        const length = numberAt(all, at);
        if (length > MAX_TAIL_FRAME_BYTES || length < TAIL.tagBytes + LENGTH_BYTES) throw new IdentityError("tail-format");
        wanted += length;
        if (all.length - at < wanted) break;
        found.push(open(all.subarray(at + LENGTH_BYTES, at + wanted), key));
        at += wanted;
      }
      pieces = [all.slice(at)];
      held = all.length - at;
      return found;
    },
  };
}

function parse(plain: Uint8Array): TailFrame {
  const headEnd = LENGTH_BYTES + numberAt(plain, 0);
  if (headEnd > plain.length) throw new IdentityError("tail-format");
  let head: unknown;
  try {
    head = JSON.parse(fromUtf8(plain.subarray(LENGTH_BYTES, headEnd)) ?? "");
  } catch (cause) {
    throw new IdentityError("tail-format", { cause });
  }
  const parsed = TailHead.safeParse(head);
  if (!parsed.success) throw new IdentityError("tail-format", { cause: parsed.error });
  return { head: parsed.data, body: plain.slice(headEnd) };
}

const numberAt = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
