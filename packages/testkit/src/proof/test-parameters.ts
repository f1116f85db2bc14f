import { concatBytes } from "@noble/hashes/utils.js";

/** What a sequence parameter set says; numbers as they stand in it (ITU-T H.264, 7.3.2.1.1). */
export interface TestParameters {
  readonly width?: number;
  readonly height?: number;
  readonly profile?: number;
  readonly level?: number;
  readonly id?: number;
  /** Type of the picture order. */
  readonly order?: 0 | 1 | 2;
  /** Of profiles that say so: format of the colours, and whether there are scaling lists. */
  readonly colours?: number;
  readonly scaling?: 0 | 1;
  /** Two fields make a picture. */
  readonly isInterlaced?: boolean;
  /** Bits in the place of the code of the width. */
  readonly columns?: string;
  /** What stands behind the size; default that nothing more is said, and the end. */
  readonly end?: string;
  /** Type of the unit. */
  readonly kind?: number;
}

const bitsOf = (value: number, length: number): string => value.toString(2).padStart(length, "0");
/** An Exp-Golomb code. */
function code(value: number): string {
  const digits = (value + 1).toString(2);
  return "0".repeat(digits.length - 1) + digits;
}

/** The unit of a sequence parameter set for pictures of this size, one more where a number of it is odd. */
export function parameterSet({ width = 640, height = 360, ...options }: TestParameters = {}): Uint8Array {
  const { profile = 66, level = 30, id = 0, order = 2, colours = 1, scaling = 0, isInterlaced = false } = options;
  const fields = isInterlaced ? 2 : 1;
  const columns = Math.ceil(width / 16);
  const rows = Math.ceil(height / (16 * fields));
  const right = Math.floor((16 * columns - width) / 2);
  const bottom = Math.floor((16 * fields * rows - height) / (2 * fields));
  const cropped = right > 0 || bottom > 0 ? `1${[0, right, 0, bottom].map(code).join("")}` : "0";
  const bits = [
    bitsOf(profile, 8) + bitsOf(0, 8) + bitsOf(level, 8) + code(id),
    profile === 100 ? `${code(colours)}${code(0)}${code(0)}0${scaling}` : "",
    code(0) + code(order) + (order === 0 ? code(2) : ""),
    `${code(1)}0${options.columns ?? code(columns - 1)}${code(rows - 1)}`,
    `${isInterlaced ? "01" : "1"}1${cropped}${options.end ?? "01"}`,
  ].join("");
  const bytes = bits.match(/.{1,8}/g)?.map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2)) ?? [];
  return Uint8Array.of(96 + (options.kind ?? 7), ...withoutFalseStarts(bytes));
}

/** A byte of 3 stands between two zeros and a byte up to 3 (7.4.1). */
function withoutFalseStarts(bytes: readonly number[]): number[] {
  const written: number[] = [];
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros === 2 && byte <= 3) {
      written.push(3);
      zeros = 0;
    }
    written.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return written;
}

export interface TestConfiguration {
  readonly sequences?: readonly Uint8Array[];
  readonly pictures?: readonly Uint8Array[];
  /** Bytes that say the length of a unit. */
  readonly lengthBytes?: number;
}

/** The content of an `avcC` box with these parameter sets. */
export const configurationWith = ({ sequences = [], pictures = [], lengthBytes = 4 }: TestConfiguration): Uint8Array =>
  concatBytes(
    Uint8Array.of(1, 66, 0, 30, 251 + lengthBytes, 224 + sequences.length),
    ...sequences.map((set) => testUnit(set, 2)),
    Uint8Array.of(pictures.length),
    ...pictures.map((set) => testUnit(set, 2)),
  );

/** The same of sets of sequences alone. */
export const configurationOf = (...sequences: readonly Uint8Array[]): Uint8Array => configurationWith({ sequences });

/** A unit behind its length, as samples have it; `length` is what it is said to have. */
export const testUnit = (unit: Uint8Array, lengthBytes = 4, length = unit.length): Uint8Array =>
  concatBytes(
    Uint8Array.from({ length: lengthBytes }, (_, at) => (length >>> (8 * (lengthBytes - 1 - at))) & 255),
    unit,
  );
