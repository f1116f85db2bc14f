import { IdentityError, openChunk, RECORD, readRecords } from "@lucid/identity";
import { sha256 as javascriptSha256 } from "@lucid/proof";
import { countEvents } from "./activity.ts";
import { firstDecodeTime, readInit } from "./mp4.ts";
import type { ChunkTrouble, Mark, OpenOutcome, OpenRequest } from "./opener.protocol.ts";
import { isOfProgram, keepMost } from "./program-events.ts";
import { typingBursts } from "./typing-bursts.ts";

/** Events that count as activity and are no marks of their own. */
const INPUT = new Set(["key", "button", "motion", "program_key", "program_button", "program_motion"]);
/** The recorder's sign of life is nothing that happened. */
const HEARTBEAT = "heartbeat";
/** Marks of one chunk that are kept; a program could make thousands. */
const MAX_MARKS = 200;

interface RecordedEvent {
  readonly t: number;
  readonly type: string;
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** WebCrypto where there is one: it is missing on plain http and in some browsers on file addresses. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  return hexOf(subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : javascriptSha256(bytes));
}

const isEvent = (value: unknown): value is RecordedEvent =>
  typeof value === "object" &&
  value !== null &&
  "t" in value &&
  typeof value.t === "number" &&
  "type" in value &&
  typeof value.type === "string";

function parseEvents(records: readonly Uint8Array[]): RecordedEvent[] {
  const lines = records.flatMap((bytes) => new TextDecoder().decode(bytes).split("\n"));
  return lines
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown)
    .filter(isEvent);
}

const toMark = ({ t, type, ...fields }: RecordedEvent): Mark => ({ t, type, fields });

function join(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
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
    const events = parseEvents(bytesOf(RECORD.events)).filter((event) => event.type !== HEARTBEAT);
    return {
      kind: "opened",
      chunk: {
        index,
        init,
        codec: format.codec,
        video,
        decodeTime: ticks / format.timescale,
        activity: countEvents(
          events.filter((event) => !isOfProgram(event)).map((event) => event.t),
          startMs,
          endMs,
        ),
        marks: keepMost([...events.filter((event) => !INPUT.has(event.type)).map(toMark), ...typingBursts(events)], MAX_MARKS),
      },
    };
  } catch (error) {
    if (error instanceof IdentityError) return bad(error.code, error.message);
    if (error instanceof SyntaxError) return bad("chunk-content", error.message);
    throw error;
  }
}
