import { buildTestSession } from "@lucid/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { SignedManifest } from "../formats/manifest.ts";
import type { Outcome } from "../outcome.ts";
import { canonicalBytes, parseFormat } from "./canonical-json.ts";
import { createFormatReading } from "./format-reading.ts";
import type { LongList } from "./json-lists.ts";

function read<Schema extends z.ZodType>(
  schema: Schema,
  lists: readonly LongList[],
  bytes: Uint8Array,
  pieceBytes = 7,
): Outcome<z.output<Schema>> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  const reading = createFormatReading(schema, lists);
  for (const piece of pieces) reading.push(piece);
  const looked = reading.end();
  if (!looked.ok) return looked;
  if (looked.value.hasItems) for (const piece of pieces) looked.value.push(piece);
  return looked.value.end();
}

const { manifest: signed } = buildTestSession("reading", { chunks: 2_500, chunkBytes: 1, pausedBefore: [3, 1_700] });
const manifestLists = [{ path: ["manifest", "chunks"], most: 1_000_000 }];

/** The manifest with entries and other fields spoilt. */
function spoilt(entries: readonly number[], fields: object, list: readonly unknown[] = signed.manifest.chunks): Uint8Array {
  const chunks = list.map((entry, at) => (entries.includes(at) ? { ...(entry as object), take: -1 } : entry));
  return canonicalBytes({ ...signed, manifest: { ...signed.manifest, ...fields, chunks } });
}

describe("reading a document with a long list", () => {
  it("gives what reading it at once gives, wherever the bytes are cut", () => {
    const bytes = canonicalBytes(signed);
    for (const size of [64, 65_537, bytes.length])
      expect(read(SignedManifest, manifestLists, bytes, size)).toEqual({ ok: true, value: signed });
  });

  it.each([
    ["an entry", spoilt([2_400], {})],
    ["the first of several entries", spoilt([1_200, 7], {})],
    ["a field that the schema names before the list", spoilt([1_200], { owner: "nobody" })],
    ["an entry, though a field behind the list is wrong as well", spoilt([2_400], { created_at_ms: -1 })],
    ["a field behind the list", spoilt([], { created_at_ms: -1 })],
    ["a list that is empty", spoilt([], {}, [])],
    ["a list that is none", canonicalBytes({ ...signed, manifest: { ...signed.manifest, chunks: { a: [1, 2] } } })],
    ["another document", canonicalBytes([[], {}, "chunks"])],
    ["entries that are lists", spoilt([], {}, [[], [[1, 2]], []])],
    ["a document beside the manifest", canonicalBytes({ ...signed, chunks: [1, 2], other: { chunks: [3] } })],
  ])("blames %s as reading it at once does", (_name, bytes) => {
    const whole = parseFormat(SignedManifest, bytes, bytes.length);
    expect(whole.ok).toBe(false);
    expect(read(SignedManifest, manifestLists, bytes, 1_000)).toEqual(whole);
  });

  it("reads several lists, and a document that is a list", () => {
    const two = z.strictObject({ b: z.array(z.tuple([z.int(), z.string()])), a: z.array(z.string()), other: z.array(z.int()) });
    const texts = fc.array(fc.string({ unit: "grapheme", maxLength: 5 }), { maxLength: 5 });
    const pairs = fc.array(fc.tuple(fc.nat(), fc.string({ maxLength: 5 })), { maxLength: 5 });
    const lists = [
      { path: ["b"], most: 9 },
      { path: ["a"], most: 9 },
    ];
    fc.assert(
      fc.property(
        fc.record({ b: pairs, a: texts, other: fc.array(fc.nat(), { maxLength: 3 }) }),
        fc.integer({ min: 1, max: 9 }),
        (value, size) => {
          expect(read(two, lists, canonicalBytes(value), size)).toEqual({ ok: true, value });
          expect(read(z.array(two), [{ path: [], most: 9 }], canonicalBytes([value, value]), size)).toEqual({
            ok: true,
            value: [value, value],
          });
        },
      ),
    );
  });

  it("refuses more items than there may be", () => {
    const many = read(z.array(z.int()), [{ path: [], most: 2 }], canonicalBytes([1, 2, 3]));
    expect(many).toMatchObject({ ok: false, failure: { code: "format-invalid", detail: ": at most 2 items" } });
  });

  it("refuses an item, or what is beside the list, that is longer or has more values than any may", () => {
    const schema = z.strictObject({ list: z.array(z.unknown()), rest: z.unknown() });
    const lists = [{ path: ["list"], most: 9 }];
    const values = Array.from({ length: 60_000 }, () => 0);
    const text = "x".repeat(5_000_000);
    for (const large of [values, text]) {
      const item = read(schema, lists, canonicalBytes({ list: [1, large], rest: 0 }), 50_000);
      expect(item).toMatchObject({ ok: false, failure: { code: "format-invalid", detail: "list.1: longer than any such item" } });
      const rest = read(schema, lists, canonicalBytes({ list: [1], rest: large }), 50_000);
      expect(rest).toMatchObject({ ok: false, failure: { code: "format-invalid", detail: "longer than any such document" } });
    }
  });

  it("says that a document is not canonical before anything of its form", () => {
    const text = `{"list":[{"odd":1}],"list":[]}`;
    expect(read(z.strictObject({}), [{ path: ["list"], most: 1 }], new TextEncoder().encode(text))).toMatchObject({
      failure: { code: "json-not-canonical" },
    });
  });

  it("throws when the bytes are others the second time", () => {
    const reading = createFormatReading(z.array(z.int()), [{ path: [], most: 9 }]);
    reading.push(canonicalBytes([1, 2]));
    const looked = reading.end();
    if (!looked.ok) throw new Error("refused");
    looked.value.push(canonicalBytes([1]));
    expect(() => looked.value.end()).toThrow("changed while they were read");
  });
});
