import { encodeTarHeader, sha256Hex, utf8 } from "@lucid/proof";
import { concatBytes } from "@noble/hashes/utils.js";
import { archiveOf } from "../proof/bundle-parts.ts";
import { AGE, BLOCK, type BundleBench, benchTools, chunkName, MIB, ZERO } from "./bundle-bench.ts";
import { base64, type Vector, valid } from "./vector.ts";

const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** Parts that a reader does not have in memory as a whole, and SHA256SUMS that end before the file does. */
export function archiveSizes(bench: BundleBench): Vector[] {
  const { clean, session } = bench;
  const { parts, startOf, bad } = benchTools(bench);
  const first = parts.findIndex(({ name }) => name === chunkName(0));
  const keys = Array.from({ length: 6 }, (_, at) => ({ name: `keys/000${at}.age`, bytes: AGE }));

  /** The clean bundle with a playable copy of so many zero bytes. */
  const playable = (name: string, size: number): Vector => {
    const at = startOf("SHA256SUMS");
    const lines = [...parts, { name: "video.mp4", bytes: new Uint8Array(size) }];
    const sums = utf8(lines.map((part) => `${sha256Hex(part.bytes)}  ${part.name}\n`).join(""));
    const end = concatBytes(encodeTarHeader({ name: "SHA256SUMS", size: sums.length }), sums);
    const insert = [
      { bytes: base64(encodeTarHeader({ name: "video.mp4", size })), times: 1 },
      { bytes: ZERO, times: size + paddingOf(size) },
      { bytes: base64(end), times: 1 },
      { bytes: ZERO, times: paddingOf(sums.length) + 2 * BLOCK },
    ];
    const splice = { at, remove: clean.length - at, insert };
    return valid(name, { bundle: "clean", splice }, bench.facts(session) as Vector["expect"]);
  };
  return [
    playable("a playable copy of one mebibyte", MIB),
    playable("a playable copy of two mebibytes and a byte", 2 * MIB + 1),
    bad(
      "an empty SHA256SUMS of more parts than bytes follow it",
      archiveOf([...parts.toSpliced(first, 0, ...keys), { name: "SHA256SUMS", bytes: new Uint8Array(0) }]),
      "sums-mismatch",
    ),
  ];
}
