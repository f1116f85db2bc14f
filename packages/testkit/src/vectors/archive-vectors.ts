import { bundleReadme, encodeTarHeader, utf8 } from "@lucid/proof";
import { concatBytes } from "@noble/hashes/utils.js";
import { archiveOf, type LoosePart, putTogether, spansOf } from "../proof/bundle-parts.ts";
import { AGE, BLOCK, type BundleBench, benchTools, chunkName, MIB, ZERO } from "./bundle-bench.ts";
import { base64, invalid, type Vector, valid } from "./vector.ts";

/** Archives in any but the one strict form. */
export function archiveBounds(bench: BundleBench): Vector[] {
  const { clean, session, input } = bench;
  const { parts, startOf, endOf, bad, put } = benchTools(bench);
  const at = (name: string, offset: number, bytes: Uint8Array | string): Uint8Array => {
    const changed = clean.slice();
    changed.set(typeof bytes === "string" ? utf8(bytes) : bytes, startOf(name) + offset);
    return changed;
  };
  /** The same with a check sum that fits the changed header. */
  const resummed = (name: string, offset: number, bytes: Uint8Array | string): Uint8Array => {
    const changed = at(name, offset, bytes);
    const header = changed.subarray(startOf(name), startOf(name) + BLOCK);
    header.set(utf8("        "), 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.set(utf8(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
    return changed;
  };
  const hidden = (part: LoosePart[], name: string): Uint8Array => {
    const bundle = putTogether(part);
    const end = spansOf(bundle).find((span) => span.name === name)?.end ?? 0;
    return bundle.with(end - 1, 1);
  };
  const insertedZeros = (name: string, blocks: number): Uint8Array =>
    concatBytes(clean.subarray(0, startOf(name)), new Uint8Array(blocks * BLOCK), clean.subarray(startOf(name)));
  const whole = putTogether(parts);
  const sumsEnd = spansOf(whole).at(-1)?.end ?? 0;
  const behind = (bytes: Uint8Array): Uint8Array => concatBytes(whole.subarray(0, sumsEnd), bytes, whole.subarray(sumsEnd));
  const one = (name: string, bytes: Uint8Array): Uint8Array => archiveOf([{ name, bytes }]).slice(0, -2 * BLOCK);
  const extra = put("keys/0000.age", concatBytes(AGE, utf8("x")), chunkName(0));
  const tooLarge = (name: string, part: string, before: string, size: number, more: object = {}): Vector => {
    const from = startOf(part) || startOf(before);
    return invalid(
      name,
      {
        bundle: "clean",
        splice: {
          at: from,
          remove: (endOf(part) || from) - from,
          insert: [
            { bytes: base64(encodeTarHeader({ name: part, size })), times: 1 },
            { bytes: ZERO, times: size + ((BLOCK - (size % BLOCK)) % BLOCK) },
          ],
        },
      },
      "part-too-large",
      more,
    );
  };
  const looksLikeConsent = concatBytes(utf8("consent.txt"), utf8("x"));
  return [
    bad("nothing at all", new Uint8Array(0), "truncated"),
    bad("half a header", clean.subarray(0, 300), "truncated"),
    bad("an empty lucid.json and nothing else", encodeTarHeader({ name: "lucid.json", size: 0 }), "json-invalid"),
    bad("cut behind chunk 1", clean.subarray(0, endOf(chunkName(1))), "truncated", { chunk: 2 }),
    bad("cut in the padding of chunk 1", clean.subarray(0, endOf(chunkName(1)) - 1), "truncated", { chunk: 1 }),
    bad("cut in the manifest", clean.subarray(0, startOf("manifest.json") + 700), "truncated"),
    bad("cut in the header of chunk 1", clean.subarray(0, startOf(chunkName(1)) + 100), "truncated", { chunk: 1 }),
    bad("no block of zeros at the end", clean.subarray(0, -2 * BLOCK), "truncated"),
    bad("the last byte is not zero", clean.with(clean.length - 1, 1), "archive-end"),
    bad("the first byte of the last block is not zero", clean.with(clean.length - BLOCK, 1), "archive-end"),
    bad("a block of zeros where the anchor belongs", insertedZeros("anchor.json", 1), "archive-end"),
    bad("a block of zeros where chunk 0 belongs", insertedZeros(chunkName(0), 1), "archive-end", { chunk: 0 }),
    bad(
      "an end where chunk 0 belongs",
      concatBytes(clean.subarray(0, startOf(chunkName(0))), new Uint8Array(2 * BLOCK)),
      "part-missing",
      { chunk: 0 },
    ),
    bad(
      "one block of zeros and the end where chunk 0 belongs",
      concatBytes(clean.subarray(0, startOf(chunkName(0))), new Uint8Array(BLOCK)),
      "truncated",
      { chunk: 0 },
    ),
    bad("a part behind SHA256SUMS", behind(one("notes.txt", utf8("hello"))), "part-unexpected"),
    bad("a chunk behind SHA256SUMS", behind(one(chunkName(2), session.containers[2] as Uint8Array)), "part-unexpected", {
      chunk: 2,
    }),
    bad("SHA256SUMS twice", behind(one("SHA256SUMS", utf8("hello"))), "part-unexpected"),
    bad("a block behind SHA256SUMS that is no header", behind(new Uint8Array(BLOCK).fill(1)), "archive-header"),
    bad("chunk 2 twice", putTogether([...parts, parts.at(-1) as LoosePart]), "part-unexpected", { chunk: 2 }),
    bad(
      "chunk 99999999 in the place of chunk 0",
      putTogether(parts.map((part) => (part.name === chunkName(0) ? { ...part, name: chunkName(99_999_999) } : part))),
      "part-missing",
      { chunk: 0 },
    ),
    bad(
      "chunk 99999999 behind chunk 2",
      putTogether([...parts, { name: chunkName(99_999_999), bytes: utf8("x") }]),
      "part-unexpected",
      { chunk: 99_999_999 },
    ),
    bad(
      "chunk 0 before the anchor",
      putTogether(parts.toSpliced(4, 0, parts.find(({ name }) => name === chunkName(0)) as LoosePart)),
      "part-unexpected",
      { chunk: 0 },
    ),
    bad("no README.txt", putTogether(parts.filter(({ name }) => name !== "README.txt")), "part-missing"),
    bad("no genesis.json", putTogether(parts.filter(({ name }) => name !== "genesis.json")), "part-missing"),
    bad("no manifest.json", putTogether(parts.filter(({ name }) => name !== "manifest.json")), "part-missing"),
    bad("keys/0001.age without keys/0000.age", putTogether(put("keys/0001.age", AGE, chunkName(0))), "part-missing", {
      chunk: 0,
    }),
    bad("consent.txt before policy.json", putTogether(swap(parts, "policy.json", "consent.txt")), "part-missing", { chunk: 0 }),
    bad("a name that begins with two dots", resummed("README.txt", 0, "../README"), "archive-header"),
    bad("an empty name", resummed("README.txt", 0, new Uint8Array(100)), "archive-header"),
    bad("a size that is no octal number", resummed("README.txt", 124, "zzzzzzzzzzz"), "archive-header"),
    bad("a size with spaces", resummed("README.txt", 124, "       2000"), "archive-header"),
    bad("a size without its zero byte", resummed("README.txt", 135, " "), "archive-header"),
    bad("another mode", resummed("README.txt", 100, "0000755"), "archive-header"),
    bad("another owner", resummed("README.txt", 108, "0001750"), "archive-header"),
    bad("another group", resummed("README.txt", 116, "0001750"), "archive-header"),
    bad("a time", resummed("README.txt", 136, "15120000000"), "archive-header"),
    bad("a link", resummed("README.txt", 156, "2"), "archive-header"),
    bad("the name of a link", resummed("README.txt", 157, "lucid.json"), "archive-header"),
    bad("the magic of GNU tar", resummed("README.txt", 257, "ustar  \0"), "archive-header"),
    bad("the name of an owner", resummed("README.txt", 265, "root"), "archive-header"),
    bad("the name of a group", resummed("README.txt", 297, "root"), "archive-header"),
    bad("a device number", resummed("README.txt", 329, "0000001"), "archive-header"),
    bad("a prefix of the name", resummed("README.txt", 345, "folder"), "archive-header"),
    bad("a byte behind the name's end", resummed("README.txt", 60, "x"), "archive-header"),
    bad("a last byte of the header", resummed("README.txt", 511, "x"), "archive-header"),
    bad("a check sum that is another", at("README.txt", 148, "000001"), "archive-header"),
    bad("a check sum that ends otherwise", at("README.txt", 154, " \0"), "archive-header"),
    bad("a damaged header that looks like a part which stood before", at(chunkName(0), 0, looksLikeConsent), "archive-header", {
      chunk: 0,
    }),
    bad(
      "a damaged header that looks like an optional part",
      at(chunkName(0), 0, concatBytes(utf8("keys/0000.age"), new Uint8Array(20))),
      "archive-header",
    ),
    bad("a damaged header where a document belongs", at("anchor.json", 300, "x"), "archive-header"),
    ...["README.txt", "anchor.json", "checkpoints.json", "policy.json", "consent.txt"].map((name) =>
      bad(`hidden data behind ${name}`, hidden(parts, name), "archive-padding"),
    ),
    bad("hidden data behind a key envelope", hidden(extra, "keys/0000.age"), "archive-padding"),
    bad(
      "hidden data behind the playable copy",
      hidden([...parts, { name: "video.mp4", bytes: utf8("mp4") }], "video.mp4"),
      "archive-padding",
    ),
    bad("hidden data behind SHA256SUMS", hidden(parts, "SHA256SUMS"), "archive-padding"),
    tooLarge("a lucid.json above its limit", "lucid.json", "", 4 * MIB + 1),
    tooLarge("a README.txt a byte too long", "README.txt", "", utf8(bundleReadme[1]).length + 1),
    tooLarge("a genesis above its limit", "genesis.json", "", 65_537),
    tooLarge("a manifest above its limit", "manifest.json", "", 128 * MIB + 1),
    tooLarge("an anchor above its limit", "anchor.json", "", 4 * MIB + 1),
    tooLarge("checkpoints above their limit", "checkpoints.json", "", 32 * MIB + 1),
    tooLarge("a policy above its limit", "policy.json", "", MIB + 1),
    tooLarge("a consent text above its limit", "consent.txt", "", MIB + 1),
    tooLarge("a key envelope above its limit", "keys/0000.age", chunkName(0), 65_537),
    tooLarge("a chunk above its limit", chunkName(0), "", 33_554_553, { chunk: 0 }),
    tooLarge("a SHA256SUMS a byte too long", "SHA256SUMS", "", parts.reduce((sum, part) => sum + 67 + part.name.length, 0) + 1),
    bad(
      "a part above its limit that is cut off",
      concatBytes(clean.subarray(0, startOf("README.txt")), encodeTarHeader({ name: "README.txt", size: MIB })),
      "truncated",
    ),
    bad(
      "a chunk of another size that is cut off",
      concatBytes(clean.subarray(0, startOf(chunkName(0))), encodeTarHeader({ name: chunkName(0), size: 700 })),
      "truncated",
      { chunk: 0 },
    ),
    invalid(
      "hidden data behind a part above its limit",
      {
        bundle: "clean",
        splice: {
          at: startOf("genesis.json"),
          remove: endOf("genesis.json") - startOf("genesis.json"),
          insert: [
            { bytes: base64(encodeTarHeader({ name: "genesis.json", size: 65_537 })), times: 1 },
            { bytes: "AQ==", times: 65_537 + 511 },
          ],
        },
      },
      "part-too-large",
    ),
    valid(
      "a playable copy and two key envelopes",
      input(
        putTogether([
          ...put("keys/0000.age", AGE, chunkName(0)).flatMap((part) =>
            part.name === "keys/0000.age" ? [part, { ...part, name: "keys/0001.age" }] : [part],
          ),
          { name: "video.mp4", bytes: new Uint8Array(0) },
        ]),
      ),
      bench.facts(session) as Vector["expect"],
    ),
  ];
}

function swap(parts: readonly LoosePart[], one: string, two: string): LoosePart[] {
  const found = (name: string) => parts.find((part) => part.name === name) as LoosePart;
  return parts.map((part) => (part.name === one ? found(two) : part.name === two ? found(one) : part));
}
