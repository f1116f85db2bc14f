import { encodeTarHeader, paddingOf, sha256Hex, tarEntryBytes, utf8 } from "@lucid/proof";
import { concatBytes } from "@noble/hashes/utils.js";

/** One part of a bundle, taken out of its archive. */
export interface LoosePart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Where a part stands in a bundle: from its header to the end of its padding. */
export interface PartSpan {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The parts of a bundle without SHA256SUMS. Trusts the archive: it is for bundles the tests made. */
export function takeApart(bundle: Uint8Array): LoosePart[] {
  return spansOf(bundle)
    .filter(({ name }) => name !== "SHA256SUMS")
    .map(({ name, start }) => ({ name, bytes: bundle.slice(start + 512, start + 512 + sizeAt(bundle, start)) }));
}

export function spansOf(bundle: Uint8Array): PartSpan[] {
  const spans: PartSpan[] = [];
  for (let start = 0; bundle[start] !== 0; start = (spans.at(-1) as PartSpan).end) {
    const header = String.fromCharCode(...bundle.subarray(start, start + 100));
    spans.push({ name: header.slice(0, header.indexOf("\0")), start, end: start + tarEntryBytes(sizeAt(bundle, start)) });
  }
  return spans;
}

const sizeAt = (bundle: Uint8Array, start: number): number =>
  Number.parseInt(String.fromCharCode(...bundle.subarray(start + 124, start + 135)), 8);

/** A well-formed archive of these parts with a SHA256SUMS that fits them: what a careful forger makes. */
export function putTogether(parts: readonly LoosePart[]): Uint8Array {
  const sums = utf8(parts.map(({ name, bytes }) => `${sha256Hex(bytes)}  ${name}\n`).join(""));
  return archiveOf([...parts, { name: "SHA256SUMS", bytes: sums }]);
}

/** The archive alone. */
export function archiveOf(parts: readonly LoosePart[]): Uint8Array {
  const pieces = parts.flatMap(({ name, bytes }) => [
    encodeTarHeader({ name, size: bytes.length }),
    bytes,
    new Uint8Array(paddingOf(bytes.length)),
  ]);
  return concatBytes(...pieces, new Uint8Array(1_024));
}
