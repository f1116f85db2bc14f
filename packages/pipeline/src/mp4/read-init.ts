import { childOf, descend, fieldsOf, invalidVideo, readBoxes } from "./boxes.ts";

/** Initialization segment (ftyp and moov) of a fragmented MP4 with one H.264 track. */
export interface VideoInit {
  readonly bytes: Buffer;
  /** RFC 6381 codec string such as `avc1.640015`, for MediaSource. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Units of a second that decode times count. */
  readonly timescale: number;
  readonly trackId: number;
  /** Defaults of `trex` that fragments fall back to. */
  readonly defaultDuration: number;
  readonly defaultFlags: number;
}

/** Offset of a visual sample entry's children behind its header (ISO/IEC 14496-12, 12.1.3). */
const VISUAL_ENTRY_BYTES = 78;

/** @throws LucidError VIDEO_INVALID */
export function readInit(bytes: Buffer): VideoInit {
  const moov = childOf(readBoxes(bytes), "moov");
  const inside = readBoxes(bytes, moov.start, moov.end);
  const track = descend(bytes, inside, "trak");
  const trackBoxes = readBoxes(bytes, track.start, track.end);

  const timescale = readTimescale(bytes, trackBoxes);
  const descriptions = descend(bytes, trackBoxes, "mdia", "minf", "stbl", "stsd");
  const entry = descend(bytes, readBoxes(bytes, descriptions.start + 8, descriptions.end), "avc1");
  const visual = fieldsOf(bytes, entry, 24);
  const width = visual.u16();
  const height = visual.u16();
  if (entry.start + VISUAL_ENTRY_BYTES > entry.end) throw invalidVideo("The sample entry is too short");
  const configuration = descend(bytes, readBoxes(bytes, entry.start + VISUAL_ENTRY_BYTES, entry.end), "avcC");
  const avc = fieldsOf(bytes, configuration, 1);
  const profile = [avc.u8(), avc.u8(), avc.u8()].map((value) => value.toString(16).padStart(2, "0")).join("");

  const defaults = fieldsOf(bytes, descend(bytes, inside, "mvex", "trex"), 4);
  const trackId = defaults.u32();
  defaults.skip(4);
  const defaultDuration = defaults.u32();
  defaults.skip(4);
  return { bytes, codec: `avc1.${profile}`, width, height, timescale, trackId, defaultDuration, defaultFlags: defaults.u32() };
}

function readTimescale(bytes: Buffer, track: ReturnType<typeof readBoxes>): number {
  const header = fieldsOf(bytes, descend(bytes, track, "mdia", "mdhd"));
  const version = header.u8();
  header.skip(version === 1 ? 19 : 11);
  const timescale = header.u32();
  if (timescale === 0) throw invalidVideo("The timescale is zero");
  return timescale;
}
