import { createHash } from "node:crypto";
import { commitToVideo, readChunkVideo, videoSalt } from "@lucid/proof/video";
import { RECORD, RECORD_HEADER_BYTES } from "../chunker/records.ts";
import type { SealRequest } from "./sealer.ts";

/** The salted commitment to the coded video of a plain chunk (docs/formats, chunk entry); null when it holds none. */
export function videoCommitment({ sessionId, index, dataKey, plain }: SealRequest): string | null {
  const init = recordsOf(plain, RECORD.init)[0];
  const [video, ...more] = recordsOf(plain, RECORD.video);
  if (init === undefined || video === undefined) return null;
  const read = readChunkVideo(init, more.length === 0 ? video : Buffer.concat([video, ...more]));
  if (read === undefined) return null;
  const salt = videoSalt(dataKey, sessionId, index);
  return commitToVideo(salt, read, () => createHash("sha256"));
}

/** Contents of the records of one type, as views; none behind one that is cut short. */
function recordsOf(plain: Uint8Array, type: number): Uint8Array[] {
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const found: Uint8Array[] = [];
  for (let at = 0; plain.length - at >= RECORD_HEADER_BYTES; ) {
    const start = at + RECORD_HEADER_BYTES;
    const end = start + view.getUint32(at + 1);
    if (end > plain.length) break;
    if (view.getUint8(at) === type) found.push(plain.subarray(start, end));
    at = end;
  }
  return found;
}
