import { all, type Equivalent } from "./equivalence.ts";

/** Opening of chunks and envelopes. */
export const opening: readonly Equivalent[] = [
  { file: "identity/age/age-file.ts", within: "encrypterTo", why: "it makes envelopes and reads none" },
  ...all("identity/age/age-file.ts", "isForSomebodyElse", "the library throws nothing but errors", [
    "drop operand error instanceof Error",
  ]),
  ...all("identity/chunk/gzip-member.ts", "expandGzip", "of no byte at all, no last one is needed, and that is asked for next", [
    "drop operand end <= start",
    "< for end <= start",
  ]),
  ...all(
    "identity/chunk/gzip-member.ts",
    "headerEnd",
    "then it is the header that is inflated, and no block begins with its first byte",
    ["drop operand bytes.length"],
  ),
  ...all("identity/chunk/zstd-frame.ts", "readZstdFrame", "its caller refuses after any error", [
    "without error instanceof RangeError",
  ]),
  ...all(
    "identity/chunk/zstd-frame.ts",
    "walk",
    "its caller compares the end with the length, and the decoder refuses the reserved bit",
    [
      "without endsAt > view.byteLength ||",
      "drop operand endsAt > view.byteLength",
      "drop operand (descriptor & DESCRIPTOR.reserved) !== 0",
    ],
  ),
];
