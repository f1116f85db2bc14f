/**
 * A clipboard service that knows no character beyond 16 bits (see `cutsCharacters`) takes a text from its client as UTF-16 unit by unit,
 * and gives the whole text up where one of them is half a pair, as of each emoji. So it gets such a character as five digits of base 32,
 * for which the 32 noncharacters from U+FDD0 on stand, which are in no text that is exchanged (Unicode 16, 23.7); one that is in it all
 * the same goes the same way, so that every digit that comes out of the service is one that went in.
 */
const FIRST_DIGIT = 0xfdd0;
const BASE = 32;
const BITS = 5;
const DIGITS = 5;
const FIRST_WIDE = 0x1_0000;
const FIRST_HALF = 0xd800;
const FIRST_SECOND_HALF = 0xdc00;
const REPLACEMENT = 0xfffd;
/** A digit as UTF-8 is these two bytes and a third one. */
const HEAD = Buffer.from([0xef, 0xb7]);
const FIRST_TAIL = 0x90;
const DIGIT_BYTES = 3;

const isHalf = (unit: number): boolean => unit >= FIRST_HALF && unit < 0xe000;
const isDigit = (unit: number): boolean => unit >= FIRST_DIGIT && unit < FIRST_DIGIT + BASE;

/** A text of UTF-16 (little endian) for such a service. Half a pair without its other half becomes U+FFFD. */
export function withDigits(text: Buffer): Buffer {
  const units = Math.floor(text.length / 2);
  let odd = 0;
  for (let at = 0; at < 2 * units; at += 2) {
    const unit = text.readUInt16LE(at);
    if (isHalf(unit) || isDigit(unit)) odd += 1;
  }
  if (odd === 0) return text;
  const put = Buffer.alloc(2 * (units + odd * (DIGITS - 1)));
  let length = 0;
  const add = (unit: number): void => {
    length = put.writeUInt16LE(unit, length);
  };
  function addDigits(character: number): void {
    for (let shift = BITS * (DIGITS - 1); shift >= 0; shift -= BITS) add(FIRST_DIGIT + ((character >> shift) & (BASE - 1)));
  }
  for (let at = 0; at < 2 * units; at += 2) {
    const unit = text.readUInt16LE(at);
    const next = at + 2 < 2 * units ? text.readUInt16LE(at + 2) : 0;
    if (isDigit(unit)) addDigits(unit);
    else if (!isHalf(unit)) add(unit);
    else if (unit < FIRST_SECOND_HALF && isHalf(next) && next >= FIRST_SECOND_HALF) {
      addDigits(FIRST_WIDE + (unit - FIRST_HALF) * 0x400 + (next - FIRST_SECOND_HALF));
      at += 2;
    } else add(REPLACEMENT);
  }
  return put.subarray(0, length);
}

const isDigitAt = (text: Buffer, at: number): boolean => {
  const tail = text[at + 2] ?? 0;
  return text[at] === HEAD[0] && text[at + 1] === HEAD[1] && tail >= FIRST_TAIL && tail < FIRST_TAIL + BASE;
};

/** How many digits follow one another from here. */
function runAt(text: Buffer, at: number): number {
  let digits = 0;
  while (isDigitAt(text, at + DIGIT_BYTES * digits)) digits += 1;
  return digits;
}

/** What the service makes of such a text, as UTF-8: the characters again in place of their digits. */
export function withoutDigits(text: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let done = 0;
  for (let at = text.indexOf(HEAD); at >= 0; at = text.indexOf(HEAD, at)) {
    const groups = Math.floor(runAt(text, at) / DIGITS);
    if (groups === 0) {
      at += HEAD.length;
      continue;
    }
    const characters = Array.from({ length: groups }, (_, group) => {
      let character = 0;
      for (let digit = 0; digit < DIGITS; digit += 1)
        character = (character << BITS) | (text.readUInt8(at + DIGIT_BYTES * (DIGITS * group + digit) + 2) - FIRST_TAIL);
      return character > 0x10_ffff ? REPLACEMENT : character;
    });
    pieces.push(text.subarray(done, at), Buffer.from(characters.map((one) => String.fromCodePoint(one)).join(""), "utf8"));
    at += groups * DIGITS * DIGIT_BYTES;
    done = at;
  }
  return done === 0 ? text : Buffer.concat([...pieces, text.subarray(done)]);
}

/** Of a text in pieces, each of which begins where the digits of a character do: how many bytes at its end are some digits of the next. */
export function unfinishedDigits(text: Buffer): number {
  const [first = 0, second = 0] = HEAD;
  const part = text.at(-1) === first ? 1 : text.at(-2) === first && text.at(-1) === second ? 2 : 0;
  let digits = 0;
  while (isDigitAt(text, text.length - part - DIGIT_BYTES * (digits + 1))) digits += 1;
  return part + DIGIT_BYTES * (digits % DIGITS);
}
