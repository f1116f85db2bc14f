import { IdentityError, openChunk, RECORD, readRecords } from "@lucid/identity";
import { sha256 as javascriptSha256 } from "@lucid/proof";
import { parseEvents, tellEvents } from "./chunk-events.ts";
import { hexOf } from "./hex.ts";
import { join } from "./join.ts";
import { firstDecodeTime, readInit } from "./mp4.ts";
import type { ChunkTrouble, OpenOutcome, OpenRequest } from "./opener.protocol.ts";

/** WebCrypto where there is one: it is missing on plain http and in some browsers on file addresses. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  return hexOf(subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : javascriptSha256(bytes));
}

/**
 * Checks a chunk's container against its hash, opens it and takes it apart. What is wrong with the chunk is an
 * outcome; only a broken program throws.
 */
export async function openSealed({
  index,
  sha256: expected,
  startMs,
  endMs,
  container,
  dataKey,
  liveSha256,
}: OpenRequest): Promise<OpenOutcome> {
  const bad = (trouble: ChunkTrouble, detail = ""): OpenOutcome => ({ kind: "bad", index, trouble, detail });
  const sealed = new Uint8Array(container);
  const found = await sha256(sealed);
  if (found !== expected) return bad("chunk-altered", found);
  try {
    const records = readRecords(openChunk(sealed, dataKey));
    const bytesOf = (type: number): Uint8Array[] =>
      records.filter((record) => record.type === type).map((record) => record.bytes);
    const init = join(bytesOf(RECORD.videoInit).slice(0, 1));
    const video = join(bytesOf(RECORD.video));
    const format = readInit(init);
    const ticks = firstDecodeTime(video);
    if (!format || ticks === undefined || format.timescale === 0) return bad("no-video");
    const events = bytesOf(RECORD.events).flatMap(parseEvents);
    return {
      kind: "opened",
      chunk: {
        ...{ index, init, codec: format.codec, video, decodeTime: ticks / format.timescale },
        ...tellEvents(events, { startMs, endMs }),
        asLive: liveSha256 === undefined ? undefined : (await sha256(join([init, video]))) === liveSha256,
      },
    };
  } catch (error) {
    if (error instanceof IdentityError) return bad(error.code, error.message);
    if (error instanceof SyntaxError) return bad("chunk-content", error.message);
    throw error;
  }
}
