import { equalBytes } from "../encoding/bytes.ts";
import { utf8 } from "../encoding/utf8.ts";

export const TAR_BLOCK_BYTES = 512;
/** A size is eleven octal digits. */
export const MAX_TAR_ENTRY_BYTES = 8_589_934_591;

export interface TarHeader {
  readonly name: string;
  readonly size: number;
}

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]*(\/[a-zA-Z0-9][a-zA-Z0-9._-]*)*$/;

/** Zero bytes between the end of an entry and the next header. */
export const paddingOf = (size: number): number => (TAR_BLOCK_BYTES - (size % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;

/** Bytes of an entry with its header and padding. */
export const tarEntryBytes = (size: number): number => TAR_BLOCK_BYTES + size + paddingOf(size);

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");

/**
 * The one POSIX ustar header for a name and a size: regular file, mode 0644, owner, group, and times zero.
 * Throws RangeError for names (at most 100 bytes of a-z, A-Z, 0-9, `.`, `_`, `-` between slashes) and sizes it cannot hold.
 */
export function encodeTarHeader({ name, size }: TarHeader): Uint8Array {
  if (name.length > 100 || !NAME.test(name)) throw new RangeError(`tar: name ${name}`);
  if (!Number.isInteger(size) || size < 0 || size > MAX_TAR_ENTRY_BYTES) throw new RangeError(`tar: size ${size}`);
  const block = new Uint8Array(TAR_BLOCK_BYTES);
  const put = (offset: number, text: string) => block.set(utf8(text), offset);
  put(0, name);
  put(100, "0000644\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  put(124, `${octal(size, 11)}\0`);
  put(136, "00000000000\0");
  put(148, "        ");
  put(156, "0");
  put(257, "ustar\0");
  put(263, "00");
  put(329, "0000000\0");
  put(337, "0000000\0");
  let sum = 0;
  for (const byte of block) sum += byte;
  put(148, `${octal(sum, 6)}\0 `);
  return block;
}

/** Name and size of a header, or undefined unless it is byte for byte the one `encodeTarHeader` makes. */
export function decodeTarHeader(block: Uint8Array): TarHeader | undefined {
  const end = block.subarray(0, 100).indexOf(0);
  const name = ascii(block.subarray(0, end < 0 ? 100 : end));
  const digits = ascii(block.subarray(124, 135));
  if (!NAME.test(name) || !/^[0-7]{11}$/.test(digits)) return undefined;
  const header = { name, size: Number.parseInt(digits, 8) };
  return equalBytes(encodeTarHeader(header), block) ? header : undefined;
}

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
