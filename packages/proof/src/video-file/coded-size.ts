/** Of pictures, in samples of luma. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const SEQUENCE_PARAMETERS = 7;
/** Profiles whose parameter sets say more of their colours (ITU-T H.264, 7.3.2.1.1). */
const HIGH_PROFILES: ReadonlySet<number> = new Set([44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244]);
const PLANAR_420 = 1;

/**
 * The size that the sequence parameter set of an `avcC` box gives its pictures: of the only one, where its colours are 4:2:0, it
 * has no scaling lists, and its picture order is not of type 1. Null for any other, which no recorder writes.
 */
export function codedSize(configuration: Uint8Array): PictureSize | null {
  const [count = 0, high = 0, low = 0, kind = 0] = configuration.subarray(5);
  if ((count & 31) !== 1 || (kind & 31) !== SEQUENCE_PARAMETERS) return null;
  const { number, code, isWithin } = createBitReader(configuration.subarray(9, 8 + 256 * high + low));
  const profile = number(8);
  number(16);
  code();
  if (HIGH_PROFILES.has(profile)) {
    const colours = code();
    code();
    code();
    number(1);
    if (number(1) === 1 || colours !== PLANAR_420) return null;
  }
  code();
  const order = code();
  if (order === 1) return null;
  if (order === 0) code();
  code();
  number(1);
  const [columns, rows] = [code() + 1, code() + 1];
  const fields = 2 - number(1);
  if (fields === 2) number(1);
  number(1);
  const [left, right, top, bottom] = number(1) === 1 ? [code(), code(), code(), code()] : [0, 0, 0, 0];
  if (!isWithin()) return null;
  return { width: 16 * columns - 2 * (left + right), height: fields * (16 * rows - 2 * (top + bottom)) };
}

/** Numbers of a unit's content, without its bytes against false starts (7.3.1). What is not there is no number. */
function createBitReader(unit: Uint8Array) {
  const content = String.fromCharCode(...unit).replaceAll("\0\0\x03", "\0\0");
  const bits = Array.from(content, (byte) => byte.charCodeAt(0).toString(2).padStart(8, "0")).join("");
  let at = 0;

  function number(length: number): number {
    const digits = bits.slice(at, at + length);
    at += length;
    return Number.parseInt(digits, 2);
  }

  return {
    /** Of so many bits. */
    number,
    /** Of an Exp-Golomb code (9.1) of at most 31 bits. */
    code(): number {
      const zeros = /^(0{0,15})1/.exec(bits.slice(at))?.[1]?.length ?? Number.POSITIVE_INFINITY;
      at += zeros;
      return number(zeros + 1) - 1;
    },
    /** Whether all that was asked for is there, and a bit behind it, as there always is. */
    isWithin: (): boolean => bits[at] !== undefined,
  };
}
