import { childOf, descend, fieldsOf, invalidVideo, readBoxes } from "./boxes.ts";
import type { VideoInit } from "./read-init.ts";

/** A movie fragment (moof and mdat): the smallest piece of video a chunk is made of. */
export interface VideoFragment {
  readonly bytes: Buffer;
  /** Decode time of the first sample and length of all samples, in units of the timescale. */
  readonly decodeTime: number;
  readonly duration: number;
  readonly samples: number;
  /** Length of the last sample, which reaches to the next fragment. */
  readonly tail: number;
  /** Where in `bytes` the length of the last sample alone stands, if it does: 32 bits, big endian. */
  readonly tailAt: number | null;
  /** Whether it starts with a sample that can be decoded alone. */
  readonly keyframe: boolean;
}

/** Samples of one fragment; half a second holds 5. */
const MAX_SAMPLES = 10_000;
const NOT_SYNC = 0x1_0000;

/** Reads what the chunker needs of a moof box. @throws LucidError VIDEO_INVALID */
export function readFragment(moof: Buffer, init: VideoInit): Omit<VideoFragment, "bytes"> {
  const traf = descend(moof, readBoxes(moof), "moof", "traf");
  const boxes = readBoxes(moof, traf.start, traf.end);

  const header = fieldsOf(moof, childOf(boxes, "tfhd"));
  const headerFlags = header.u32() & 0xff_ffff;
  if (header.u32() !== init.trackId) throw invalidVideo("The fragment belongs to another track");
  if (headerFlags & 0x01) header.skip(8);
  if (headerFlags & 0x02) header.skip(4);
  const defaultAt = headerFlags & 0x08 ? header.at() : null;
  const defaultDuration = headerFlags & 0x08 ? header.u32() : init.defaultDuration;
  if (headerFlags & 0x10) header.skip(4);
  const defaultFlags = headerFlags & 0x20 ? header.u32() : init.defaultFlags;

  const time = fieldsOf(moof, childOf(boxes, "tfdt"));
  const version = time.u32() >>> 24;
  const decodeTime = version === 1 ? time.u64() : time.u32();

  const run = fieldsOf(moof, childOf(boxes, "trun"));
  const flags = run.u32() & 0xff_ffff;
  const samples = run.u32();
  if (samples === 0 || samples > MAX_SAMPLES) throw invalidVideo("A fragment holds an impossible number of samples");
  if (flags & 0x01) run.skip(4);
  let firstFlags = flags & 0x04 ? run.u32() : undefined;
  let duration = 0;
  let tail = 0;
  let tailAt = samples === 1 ? defaultAt : null;
  for (let sample = 0; sample < samples; sample += 1) {
    if (flags & 0x100) tailAt = run.at();
    tail = flags & 0x100 ? run.u32() : defaultDuration;
    duration += tail;
    if (flags & 0x200) run.skip(4);
    const sampleFlags = flags & 0x400 ? run.u32() : defaultFlags;
    firstFlags ??= sampleFlags;
    if (flags & 0x800) run.skip(4);
  }
  if (!Number.isSafeInteger(decodeTime + duration)) throw invalidVideo("A decode time is too large");
  return { decodeTime, duration, samples, tail, tailAt, keyframe: ((firstFlags ?? 0) & NOT_SYNC) === 0 };
}
