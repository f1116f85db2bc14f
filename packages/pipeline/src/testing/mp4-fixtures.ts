/** Builders of small fragmented MP4 streams, after ISO/IEC 14496-12. For tests. */
export function box(type: string, ...content: readonly (Uint8Array | readonly number[])[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
}

export function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

export const TIMESCALE = 10_240;
const SYNC = 0x0200_0000;
const NOT_SYNC = 0x0101_0000;

export function initSegment(timescale = TIMESCALE): Buffer {
  const avc1 = box(
    "avc1",
    Buffer.alloc(24),
    [0x05, 0x00, 0x02, 0xd0],
    Buffer.alloc(50),
    box("avcC", [1, 0x64, 0x00, 0x1f, 0xff]),
  );
  const stbl = box("stbl", box("stsd", u32(0, 1), avc1), box("stts", u32(0, 0)));
  const mdia = box("mdia", box("mdhd", u32(0, 0, 0, timescale, 0, 0)), box("hdlr", u32(0, 0)), box("minf", stbl));
  const moov = box(
    "moov",
    box("mvhd", Buffer.alloc(100)),
    box("trak", box("tkhd", Buffer.alloc(84)), mdia),
    box("mvex", box("trex", u32(0, 1, 1, 1_024, 0, NOT_SYNC))),
  );
  return Buffer.concat([box("ftyp", Buffer.from("iso5"), u32(512), Buffer.from("iso5iso6mp41")), moov]);
}

export interface FragmentShape {
  readonly decodeTime: number;
  readonly samples: number;
  /** Timescale units of one sample. */
  readonly sampleDuration?: number;
  /** Timescale units of each sample, where they differ. */
  readonly durations?: readonly number[];
  readonly keyframe?: boolean;
  readonly payload?: Uint8Array;
}

export function fragmentBytes({
  decodeTime,
  samples,
  sampleDuration = 1_024,
  durations,
  keyframe = false,
  payload = Buffer.alloc(20),
}: FragmentShape): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(decodeTime));
  const flags = 0x201 | (keyframe ? 0x004 : 0) | (durations ? 0x100 : 0);
  const perSample = Array.from({ length: samples }, (_, sample) => (durations ? [durations[sample] ?? 0, 4] : [4]));
  const trun = box("trun", u32(flags, samples, 0, ...(keyframe ? [SYNC] : []), ...perSample.flat()));
  const traf = box("traf", box("tfhd", u32(0x02_0008, 1, sampleDuration)), box("tfdt", [1, 0, 0, 0], time), trun);
  return Buffer.concat([box("moof", box("mfhd", u32(0, 1)), traf), box("mdat", payload)]);
}
