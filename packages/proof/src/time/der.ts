/** Tags of DER that are read. */
export const TAG = {
  ...{ boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, oid: 0x06 },
  ...{ utcTime: 0x17, generalizedTime: 0x18, sequence: 0x30, set: 0x31 },
} as const;

/** The tag of a context: of a value itself, or of one around others. */
export const context = (number: number): number => 0x80 | number;
export const around = (number: number): number => 0xa0 | number;

const LONG_TAG = 0x1f;
const SHORT_LENGTH = 0x80;

/** One value: its tag, what it holds, and its own bytes. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly bytes: Uint8Array;
}

/** The value that begins here. Tags of one byte, and lengths in their shortest form. @throws where there is none. */
function valueAt(bytes: Uint8Array, at: number): DerValue {
  const [tag = 0, first] = bytes.subarray(at, at + 2);
  if (first === undefined) throw new TypeError("cut off");
  if ((tag & LONG_TAG) === LONG_TAG) throw new TypeError("a tag of several bytes");
  let start = at + 2;
  let length = first;
  if (first >= SHORT_LENGTH) {
    const digits = bytes.subarray(start, start + first - SHORT_LENGTH);
    start += digits.length;
    length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
    if (length < SHORT_LENGTH || first !== SHORT_LENGTH + bytesOf(length)) throw new TypeError("a length in another form");
  }
  if (start + length > bytes.length) throw new TypeError("cut off");
  return { tag, content: bytes.subarray(start, start + length), bytes: bytes.subarray(at, start + length) };
}

const bytesOf = (length: number): number => Math.ceil(length.toString(16).length / 2);

/** All bytes as one value with this tag. @throws where they are none, or something stands behind it. */
export function wholeValue(bytes: Uint8Array, tag: number): DerValue {
  const value = valueAt(bytes, 0);
  if (value.bytes.length !== bytes.length) throw new TypeError("something behind it");
  if (value.tag !== tag) throw new TypeError(`tag ${value.tag} instead of ${tag}`);
  return value;
}

/** The values that one holds. @throws where it holds anything else. */
export function valuesIn({ content }: DerValue): readonly DerValue[] {
  const found: DerValue[] = [];
  for (let at = 0; at < content.length; at += found.at(-1)?.bytes.length ?? 0) found.push(valueAt(content, at));
  return found;
}

/** What one value holds, read in its order. */
export interface DerFields {
  /** @throws where the next value has another tag, or there is none. */
  next(tag: number): DerValue;
  optional(tag: number): DerValue | undefined;
  /** The next value, whatever it is. */
  any(): DerValue | undefined;
  /** @throws where there is more. */
  end(): void;
}

export function fieldsOf(value: DerValue): DerFields {
  const values = valuesIn(value);
  let at = 0;
  const optional = (tag: number): DerValue | undefined => (values[at]?.tag === tag ? values[at++] : undefined);
  return {
    optional,
    next(tag) {
      const found = optional(tag);
      if (found === undefined) throw new TypeError(`no value with tag ${tag} where one belongs`);
      return found;
    },
    any: () => values[at++],
    end() {
      if (at < values.length) throw new TypeError("a value too many");
    },
  };
}

/** The only value that one holds. */
export function onlyIn(value: DerValue, tag: number): DerValue {
  const fields = fieldsOf(value);
  const found = fields.next(tag);
  fields.end();
  return found;
}

/** The bytes of a string of whole bytes. */
export function bitsOf({ content: [unused, ...bytes] }: DerValue): Uint8Array {
  if (unused !== 0) throw new TypeError("a string of bits that are no bytes");
  return Uint8Array.from(bytes);
}

const SECOND_DIGITS = 9;
const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/;
/** Years of two digits from here on are of the last century (RFC 5280). */
const CENTURY_ENDS = "50";

/** Unix milliseconds of a time; a fraction that is finer counts as a whole one. @throws where it is none from 1970 on, of this form. */
export function timeOf({ tag, content }: DerValue): number {
  const text = String.fromCharCode(...content);
  const whole = tag === TAG.utcTime ? `${text.slice(0, 2) < CENTURY_ENDS ? "20" : "19"}${text}` : text;
  const [, year, month, day, hour, minute, second, fraction = ""] = TIME.exec(whole) ?? [];
  if (tag === TAG.utcTime && fraction !== "") throw new TypeError("a fraction where none belongs");
  const text8601 = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const ms = Date.parse(text8601);
  if (!(ms >= 0) || new Date(ms).toISOString() !== text8601) throw new TypeError("no time from 1970 on, of this form");
  return ms + Math.ceil(Number(fraction.padEnd(SECOND_DIGITS, "0")) / 1_000_000);
}

const SIGN = 0x80;
const MOST_NUMBER_BYTES = 4;

/** A number from 0 to 2^31 - 1. */
export function numberOf({ content }: DerValue): number {
  const [first] = content;
  if (first === undefined || first >= SIGN || content.length > MOST_NUMBER_BYTES) throw new TypeError("a number out of bounds");
  return content.reduce((sum, digit) => sum * 256 + digit, 0);
}
