import { crc32 } from "node:zlib";
import { type Codec, sha256Hex } from "@lucid/proof";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { gzipHeader, gzipTrailer, storedDeflate, storedGzip } from "./stored-gzip.ts";
import { base64, invalid, type Vector, valid } from "./vector.ts";

interface Sealing {
  readonly plain: Uint8Array;
  /** The plain bytes as one member and as one frame. */
  readonly gzip: Uint8Array;
  readonly zstd: Uint8Array;
  readonly dataKey: Uint8Array;
  /** A container with this compressed content, which says that it has so many plain bytes. */
  packed(codec: Codec, compressed: Uint8Array, plainSize?: number): Uint8Array;
}

const GZIP = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;
const MAGIC = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd);

/** Every part that a gzip member and a zstd frame may have, and members and frames that are none. */
export function compressedVectors({ plain, gzip, zstd, dataKey, packed }: Sealing): Vector[] {
  const inputOf = (container: Uint8Array): Vector["input"] => ({ container: base64(container), data_key: bytesToHex(dataKey) });
  const accept = (name: string, codec: Codec, compressed: Uint8Array, content = plain): Vector =>
    valid(name, inputOf(packed(codec, compressed, content.length)), { plain: base64(content), plain_sha256: sha256Hex(content) });
  const refuse = (name: string, codec: Codec, compressed: Uint8Array, plainSize?: number): Vector =>
    invalid(name, inputOf(packed(codec, compressed, plainSize)), "sealed");
  const text = (content: string): Uint8Array => utf8ToBytes(`${content}\0`);
  const headed = (flag: number, ...fields: readonly Uint8Array[]): Uint8Array => storedGzip(plain, gzipHeader(flag, ...fields));
  const header = gzipHeader(GZIP.headerCrc);
  const sum = crc32(header) & 0xffff;
  const flip = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, (bytes[at] as number) ^ 1);

  const block = zstd.subarray(6);
  /** The frame with another descriptor, and what belongs to it. */
  const framed = (descriptor: number, ...fields: readonly number[]): Uint8Array =>
    concatBytes(MAGIC, Uint8Array.of(descriptor, ...fields), block);
  /** Descriptor of a window of 2^(10 + exponent) bytes and so many eighths more. */
  const windowed = (exponent: number, eighths: number): Uint8Array => framed(0, (exponent << 3) | eighths);
  const size = plain.length;
  const long = new Uint8Array(300);
  const longBlock = (long.length << 3) | 1;
  return [
    accept("gzip with an extra field, a name, a comment and a check sum of its header", "gzip", whole()),
    accept("gzip with a name", "gzip", headed(GZIP.name, text("recording"))),
    accept("gzip with a comment", "gzip", headed(GZIP.comment, text("of a desktop"))),
    accept("gzip of which all but one byte are read in one piece", "gzip", storedGzip(long0(4_092)), long0(4_092)),
    refuse("gzip with another check sum of its header", "gzip", storedGzip(plain, concatBytes(header, word(sum ^ 1)))),
    refuse(
      "gzip with a name that does not end",
      "gzip",
      concatBytes(gzipHeader(GZIP.name), utf8ToBytes("recording of a desktop")),
    ),
    refuse(
      "gzip with a comment that does not end",
      "gzip",
      concatBytes(gzipHeader(GZIP.comment), utf8ToBytes("recording of a desktop")),
    ),
    refuse("gzip with another first byte", "gzip", flip(gzip, 0)),
    refuse("gzip with another second byte", "gzip", flip(gzip, 1)),
    refuse("gzip with another method", "gzip", flip(gzip, 2)),
    refuse("a gzip header and nothing else", "gzip", gzipHeader(0)),
    refuse("nothing where a gzip member belongs", "gzip", new Uint8Array(0), 0),
    refuse(
      "deflated data with check sum and length, and no gzip header",
      "gzip",
      concatBytes(storedDeflate(plain), gzipTrailer(plain)),
    ),
    refuse(
      "gzip whose check sum and length count a zero that it does not hold",
      "gzip",
      concatBytes(gzip.subarray(0, -8), gzipTrailer(concatBytes(plain, Uint8Array.of(0)))),
      size + 1,
    ),
    accept("zstd that states its length in four bytes", "zstd", framed(0xa0, size, 0, 0, 0)),
    accept("zstd that states its length in eight bytes", "zstd", framed(0xe0, size, 0, 0, 0, 0, 0, 0, 0)),
    accept(
      "zstd that states its length in two bytes",
      "zstd",
      concatBytes(MAGIC, Uint8Array.of(0x60, 300 - 256, 0, longBlock & 255, (longBlock >> 8) & 255, 0), long),
      long,
    ),
    accept("zstd with a dictionary id of zero", "zstd", framed(0x21, 0, size)),
    accept("zstd that does not state its length", "zstd", windowed(0, 0)),
    accept("zstd with a window of 33 554 432 bytes", "zstd", windowed(15, 0)),
    refuse("zstd with a window of an eighth more", "zstd", windowed(15, 1)),
    refuse("zstd that does not state its length and is shorter", "zstd", windowed(0, 0), size + 1),
    refuse("zstd that does not state its length and is longer", "zstd", windowed(0, 0), size - 1),
    refuse("zstd with the reserved bit", "zstd", framed(0x28, size)),
    refuse("zstd with another magic", "zstd", flip(zstd, 0)),
    refuse("zstd that is cut off", "zstd", zstd.subarray(0, -1)),
    refuse("zstd that is cut off in its header", "zstd", zstd.subarray(0, 5)),
    refuse("nothing where a zstd frame belongs", "zstd", new Uint8Array(0), 0),
  ];

  function whole(): Uint8Array {
    const flags = GZIP.extra | GZIP.name | GZIP.comment | GZIP.headerCrc;
    const extra = concatBytes(word(3), Uint8Array.of(1, 2, 3));
    const all = gzipHeader(flags, extra, text("recording"), text("of a desktop"));
    return storedGzip(plain, concatBytes(all, word(crc32(all) & 0xffff)));
  }
}

const word = (value: number): Uint8Array => Uint8Array.of(value & 255, value >> 8);
const long0 = (length: number): Uint8Array => new Uint8Array(length);

/** How plain content is split. */
export function recordVectors(plain: Uint8Array): Vector[] {
  const empty = (type: number) => base64(Uint8Array.of(type, 0, 0, 0, 0));
  const input = (content: unknown): Vector["input"] => ({ kind: "records", plain: content });
  const records = [
    [1, bytesToHex(utf8ToBytes("ftypmoov"))],
    [2, bytesToHex(utf8ToBytes("moofmdat"))],
    [3, bytesToHex(plain.subarray(31))],
  ];
  const many = (type: number, times: number): Vector["input"] => input([{ bytes: empty(type), times }]);
  return [
    valid("records: one of each type", input(base64(plain)), { count: 3, records }),
    valid("records: none", input(""), { count: 0, records: [] }),
    valid("records: an empty one", input(empty(3)), { count: 1, records: [[3, ""]] }),
    valid(
      "records: of types that nobody knows yet, passed over",
      input(base64(concatBytes(Uint8Array.of(4, 0, 0, 0, 2, 7, 7), plain, Uint8Array.of(0, 0, 0, 0, 0)))),
      { count: 3, records },
    ),
    valid("records: 65 536", many(3, 65_536), { count: 65_536 }),
    invalid("records: 65 537", many(3, 65_537), "sealed"),
    invalid("records: 65 537 of a type that nobody knows yet", many(9, 65_537), "sealed"),
    invalid("records: cut in the content of the last", input(base64(plain.subarray(0, -1))), "sealed"),
    invalid("records: four bytes of a head", input(base64(concatBytes(plain, Uint8Array.of(3, 0, 0, 0)))), "sealed"),
    invalid(
      "records: a last one of another type whose length leads beyond the end",
      input(base64(Uint8Array.of(9, 0, 0, 0, 1))),
      "sealed",
    ),
  ];
}
