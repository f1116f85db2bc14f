import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** Numbers of 32 bits, big endian. */
export function u32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  for (const [at, value] of values.entries()) new DataView(bytes.buffer).setUint32(4 * at, value);
  return bytes;
}

export function u64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}

/** A box of ISO/IEC 14496-12. */
export const mp4Box = (type: string, ...content: readonly Uint8Array[]): Uint8Array => {
  const body = concatBytes(...content);
  return concatBytes(u32(8 + body.length), utf8ToBytes(type), body);
};

const zeros = (count: number): Uint8Array => new Uint8Array(count);

export interface TestInit {
  readonly width?: number;
  readonly height?: number;
  readonly timescale?: number;
  readonly configuration?: Uint8Array;
  /** Duration, size and flags that fragments fall back to. */
  readonly defaults?: readonly [number, number, number];
  /** Boxes in the place of the one of this type; or what is appended to it, by its type and a plus. */
  readonly replace?: Readonly<Record<string, Uint8Array>>;
}

/** An initialization segment with one H.264 track, number 1. */
export function testInit(options: TestInit = {}): Uint8Array {
  const { width = 640, height = 360, timescale = 16_000, configuration = Uint8Array.of(1, 66, 0, 30, 255, 224, 0) } = options;
  const box = (type: string, ...content: readonly Uint8Array[]): Uint8Array =>
    options.replace?.[type] ?? concatBytes(mp4Box(type, ...content), options.replace?.[`${type}+`] ?? zeros(0));
  const size = u32(width * 65_536 + height);
  const avc1 = box("avc1", zeros(24), size, zeros(50), box("avcC", configuration));
  const stbl = box("stbl", box("stsd", u32(0, 1), avc1));
  const mdia = box("mdia", box("mdhd", u32(0, 0, 0, timescale, 0, 0)), box("minf", stbl));
  const mvex = box("mvex", box("trex", u32(0, 1, 1, ...(options.defaults ?? [1_600, 0, 0x1_0000]))));
  return concatBytes(box("ftyp", utf8ToBytes("iso5"), u32(0)), box("moov", box("trak", mdia), mvex));
}

export interface TestSample {
  readonly bytes: Uint8Array;
  readonly duration?: number;
  readonly sync?: boolean;
  readonly composition?: number;
}

export interface TestFragment {
  readonly time: bigint;
  readonly samples: readonly TestSample[];
  /** Version of the decode time; default 1. */
  readonly timeVersion?: 0 | 1;
  /** Content of `tfhd` after version and flags, and the flags. Default: track 1, the data begin at the fragment. */
  readonly header?: { readonly flags: number; readonly fields: readonly number[] };
  /** Fields that each sample has for itself; default duration, size and flags. */
  readonly fields?: readonly ("duration" | "size" | "flags" | "composition")[];
  /** Flags of the first sample alone. */
  readonly firstFlags?: number;
  /** Of the samples' first byte, from the fragment's; default where it is. Null: none is said. */
  readonly offset?: number | null;
  /** Samples that the run says it has; default those there are. */
  readonly count?: number;
  /** Content of the `mdat` box; default the samples. */
  readonly data?: Uint8Array;
  /** Boxes in the place of the one of this type; or what is appended to it, by its type and a plus. */
  readonly replace?: Readonly<Record<string, Uint8Array>>;
}

export const SYNC_FLAGS = 0x0200_0000;
export const OTHER_FLAGS = 0x0101_0000;
const BITS = { duration: 0x100, size: 0x200, flags: 0x400, composition: 0x800 } as const;

/** A movie fragment and its samples. */
export function testFragment(fragment: TestFragment): Uint8Array {
  const { samples, fields = ["duration", "size", "flags"], header = { flags: 0x02_0000, fields: [1] } } = fragment;
  const box = (type: string, ...content: readonly Uint8Array[]): Uint8Array =>
    fragment.replace?.[type] ?? concatBytes(mp4Box(type, ...content), fragment.replace?.[`${type}+`] ?? zeros(0));
  const fieldOf = (name: (typeof fields)[number], { bytes, duration = 1_600, sync = false, composition = 0 }: TestSample) =>
    ({ duration, size: bytes.length, flags: sync ? SYNC_FLAGS : OTHER_FLAGS, composition })[name];
  const moof = (offset: number | null): Uint8Array => {
    const flags =
      (offset === null ? 0 : 1) + (fragment.firstFlags === undefined ? 0 : 4) + fields.reduce((sum, name) => sum + BITS[name], 0);
    const time =
      fragment.timeVersion === 0
        ? concatBytes(u32(0), u32(Number(fragment.time)))
        : concatBytes(u32(0x0100_0000), u64(fragment.time));
    const run = concatBytes(
      u32(flags, fragment.count ?? samples.length, ...(offset === null ? [] : [offset])),
      u32(...(fragment.firstFlags === undefined ? [] : [fragment.firstFlags])),
      u32(...samples.flatMap((sample) => fields.map((name) => fieldOf(name, sample)))),
    );
    const traf = box("traf", box("tfhd", u32(header.flags, ...header.fields)), box("tfdt", time), box("trun", run));
    return box("moof", box("mfhd", u32(0, 1)), traf);
  };
  const offset = fragment.offset === undefined ? moof(0).length + 8 : fragment.offset;
  return concatBytes(moof(offset), box("mdat", fragment.data ?? concatBytes(...samples.map(({ bytes }) => bytes))));
}
