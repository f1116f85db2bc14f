import { type Box, boxAt, boxesIn, fieldsOf, UnreadableVideo } from "./boxes.ts";

/** What a decoder must know of coded pictures before the first of them. */
export interface VideoFormat {
  /** Of the sample entry, in pixels: 1 to 65 535. */
  readonly width: number;
  readonly height: number;
  /** Units of a second that durations count. */
  readonly timescale: number;
  /** Content of the `avcC` box (ISO/IEC 14496-15, 5.3.3.1). */
  readonly configuration: Uint8Array;
}

/** One coded picture. */
export interface Sample {
  /** To the next sample's decode time; for a chunk's last one what its fragment says. Units of the timescale. */
  readonly duration: number;
  /** Whether it decodes without the ones before. */
  readonly sync: boolean;
  readonly bytes: Uint8Array;
}

export interface ChunkVideo {
  readonly format: VideoFormat;
  /** In decode order, which is the order of their presentation; at least one. */
  readonly samples: readonly Sample[];
}

/** Longest `avcC` box that is carried: parameter sets of a screen take about 50 bytes. */
export const MAX_CONFIGURATION_BYTES = 4_096;
/** Most samples of one chunk: ten seconds at 30 pictures a second have 300. */
export const MAX_CHUNK_SAMPLES = 65_536;

const U32_END = 2 ** 32;
const NOT_SYNC = 0x1_0000;

/**
 * Takes the video of a chunk apart: its record of type 1, and those of type 2 put together. Undefined when there is no
 * picture, or the video is not one H.264 track in fragments of one run each, shown in decode order. Samples are views.
 */
export function readChunkVideo(init: Uint8Array, video: Uint8Array): ChunkVideo | undefined {
  try {
    const { format, defaults } = readInit(init);
    const timed = readFragments(video, defaults);
    const samples = timed.map(({ time, duration, sync, bytes }, at) => {
      const next = timed[at + 1];
      return { duration: next === undefined ? duration : durationOf(next.time - time), sync, bytes };
    });
    return samples.length === 0 ? undefined : { format, samples };
  } catch (error) {
    if (error instanceof UnreadableVideo) return undefined;
    throw error;
  }
}

function durationOf(ticks: bigint): number {
  if (ticks < 0n || ticks >= BigInt(U32_END)) throw new UnreadableVideo("decode times go back, or leap");
  return Number(ticks);
}

/** What fragments fall back to (`trex`). */
interface Defaults {
  readonly track: number;
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

/** Of a visual sample entry before its width, and before its children (ISO/IEC 14496-12, 12.1.3). */
const BEFORE_SIZE_BYTES = 24;
const ENTRY_BYTES = 78;

function readInit(init: Uint8Array): { readonly format: VideoFormat; readonly defaults: Defaults } {
  const moov = boxAt(init, { start: 0, end: init.length }, "moov");
  const media = boxAt(init, moov, "trak", "mdia");
  const descriptions = boxAt(init, media, "minf", "stbl", "stsd");
  const entry = boxAt(init, { start: Math.min(descriptions.start + 8, descriptions.end), end: descriptions.end }, "avc1");
  const visual = fieldsOf(init, entry);
  visual.skip(BEFORE_SIZE_BYTES);
  const [width, height] = [visual.u16(), visual.u16()];
  visual.skip(ENTRY_BYTES - BEFORE_SIZE_BYTES - 4);
  const avc = boxAt(init, { start: visual.at(), end: entry.end }, "avcC");
  const format = { width, height, timescale: timescaleOf(init, media), configuration: init.subarray(avc.start, avc.end) };
  if (!isFormat(format)) throw new UnreadableVideo("no format of a video");
  const trex = fieldsOf(init, boxAt(init, moov, "mvex", "trex"));
  trex.skip(4);
  const track = trex.u32();
  trex.skip(4);
  return { format, defaults: { track, duration: trex.u32(), size: trex.u32(), flags: trex.u32() } };
}

/** Whether a format is one that is committed to. */
export const isFormat = ({ width, height, timescale, configuration }: VideoFormat): boolean =>
  width > 0 && height > 0 && timescale > 0 && configuration.length > 0 && configuration.length <= MAX_CONFIGURATION_BYTES;

function timescaleOf(init: Uint8Array, media: Box): number {
  const header = fieldsOf(init, boxAt(init, media, "mdhd"));
  header.skip(header.u32() >>> 24 === 1 ? 16 : 8);
  return header.u32();
}

interface TimedSample extends Sample {
  readonly time: bigint;
}

function readFragments(video: Uint8Array, defaults: Defaults): TimedSample[] {
  const samples: TimedSample[] = [];
  let moof: Box | undefined;
  for (const box of boxesIn(video)) {
    if (box.type === "moof" && moof === undefined) moof = box;
    else if (box.type === "mdat" && moof !== undefined) {
      readFragment(video, moof, box, defaults, samples);
      moof = undefined;
    } else throw new UnreadableVideo("a fragment is out of place");
  }
  if (moof !== undefined) throw new UnreadableVideo("a fragment without its samples");
  return samples;
}

const TFHD = { dataOffset: 0x01, description: 0x02, duration: 0x08, size: 0x10, flags: 0x20 } as const;
const TRUN = { dataOffset: 0x01, firstFlags: 0x04, duration: 0x100, size: 0x200, flags: 0x400, composition: 0x800 } as const;
const FLAGS = 0xff_ffff;

/** Reads a fragment whose samples are the whole content of its `mdat` box, in order. */
function readFragment(video: Uint8Array, moof: Box, mdat: Box, trex: Defaults, samples: TimedSample[]): void {
  const traf = boxAt(video, moof, "traf");
  const header = fieldsOf(video, boxAt(video, traf, "tfhd"));
  const has = header.u32() & FLAGS;
  if (header.u32() !== trex.track) throw new UnreadableVideo("a fragment of another track");
  if ((has & TFHD.dataOffset) !== 0) throw new UnreadableVideo("samples in another file");
  if ((has & TFHD.description) !== 0 && header.u32() !== 1) throw new UnreadableVideo("another sample entry");
  const own = {
    duration: (has & TFHD.duration) === 0 ? trex.duration : header.u32(),
    size: (has & TFHD.size) === 0 ? trex.size : header.u32(),
    flags: (has & TFHD.flags) === 0 ? trex.flags : header.u32(),
  };

  const decodeTime = fieldsOf(video, boxAt(video, traf, "tfdt"));
  let time = decodeTime.u32() >>> 24 === 1 ? decodeTime.u64() : BigInt(decodeTime.u32());

  const run = fieldsOf(video, boxAt(video, traf, "trun"));
  const flags = run.u32() & FLAGS;
  const count = run.u32();
  if (samples.length + count > MAX_CHUNK_SAMPLES) throw new UnreadableVideo("too many samples");
  const offset = (flags & TRUN.dataOffset) === 0 ? 0 : run.u32();
  if (moof.start - 8 + offset !== mdat.start) throw new UnreadableVideo("samples at another place");
  let first = (flags & TRUN.firstFlags) === 0 ? undefined : run.u32();
  let at = mdat.start;
  for (let left = count; left > 0; left -= 1) {
    const duration = (flags & TRUN.duration) === 0 ? own.duration : run.u32();
    const size = (flags & TRUN.size) === 0 ? own.size : run.u32();
    const said = (flags & TRUN.flags) === 0 ? own.flags : run.u32();
    if ((flags & TRUN.composition) !== 0 && run.u32() !== 0) throw new UnreadableVideo("pictures out of order");
    const sync = ((first ?? said) & NOT_SYNC) === 0;
    first = undefined;
    if (size > mdat.end - at) throw new UnreadableVideo("a sample is cut off");
    samples.push({ time, duration, sync, bytes: video.subarray(at, at + size) });
    at += size;
    time += BigInt(duration);
  }
  if (at !== mdat.end) throw new UnreadableVideo("bytes that are no sample");
}
