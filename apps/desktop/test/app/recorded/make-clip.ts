import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** One run of a recorder: an initialization segment, and its fragments in groups of ten seconds. */
export interface Clip {
  readonly init: Uint8Array;
  readonly chunks: readonly Uint8Array[];
}

interface Box {
  readonly type: string;
  readonly bytes: Buffer;
}

const CHUNK_TICKS_S = 10;

function* boxesOf(file: Buffer): Generator<Box> {
  for (let at = 0; at + 8 <= file.length; ) {
    const size = file.readUInt32BE(at);
    yield { type: file.toString("latin1", at + 4, at + 8), bytes: file.subarray(at, at + size) };
    at += size;
  }
}

/** Decode time of a moof in seconds; ffmpeg writes a timescale of 10 240 for 10 frames a second. */
function secondsOf(moof: Buffer): number {
  const at = moof.indexOf("tfdt");
  return Number(moof.readBigUInt64BE(at + 8)) / 10_240;
}

/**
 * A moving test picture as the recorder would have written it: fragments of half a second, a keyframe every five.
 * The picture has one colour per take, so that a test can tell takes apart by a pixel.
 */
export async function makeClip(seconds: number, colour: string): Promise<Clip> {
  const args = [
    "-nostdin -loglevel error -f lavfi -i",
    `color=c=${colour}:size=640x360:rate=10,drawbox=x='mod(t*60,600)':y=150:w=40:h=40:color=white:t=fill`,
    `-t ${seconds} -c:v libx264 -preset veryfast -tune zerolatency -threads 1 -crf 28 -pix_fmt yuv420p -g 50`,
    "-movflags +empty_moov+default_base_moof -frag_duration 500000 -flush_packets 1 -f mp4 pipe:1",
  ].flatMap((part, at) => (at === 1 ? [part] : part.split(" ")));
  const { stdout } = await run("ffmpeg", args, { encoding: "buffer", maxBuffer: 256 * 1_048_576 });
  const init: Buffer[] = [];
  const groups: Buffer[][] = [];
  let group = 0;
  for (const { type, bytes } of boxesOf(stdout)) {
    if (type === "ftyp" || type === "moov") init.push(bytes);
    if (type === "moof") group = Math.floor(secondsOf(bytes) / CHUNK_TICKS_S);
    if (type === "moof" || type === "mdat") (groups[group] ??= []).push(bytes);
  }
  return { init: Buffer.concat(init), chunks: groups.map((fragments) => Buffer.concat(fragments)) };
}

function record(type: number, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(type, 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

export interface ClipEvent {
  readonly t: number;
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A plain chunk of a clip, as the chunker writes it. */
export function plainChunk(clip: Clip, index: number, events: readonly ClipEvent[]): Uint8Array {
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const parts = [record(1, clip.init), record(2, clip.chunks[index] ?? Buffer.alloc(0))];
  return Buffer.concat(lines === "" ? parts : [...parts, record(3, Buffer.from(lines))]);
}
