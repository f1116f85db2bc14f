import type { TailHead } from "@lucid/contract";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTailReader } from "./create-tail-reader.ts";
import { tailKeyInfo, tailNonce } from "./tail-format.ts";

const sessionId = "0f8fad5b-d9cb-469f-a165-70867728950e";
const dataKey = randomBytes(32);

const u32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};

const alive = (now_ms: number): TailHead => ({ type: "alive", now_ms, state: "recording", recorded_until_ms: null });

/** A stream as a node writes it. */
function stream(heads: readonly object[], body = new Uint8Array(0), version = 1): Uint8Array[] {
  const salt = randomBytes(32);
  const key = hkdf(sha256, dataKey, salt, tailKeyInfo(sessionId), 32);
  const frames = heads.map((head, frame) => {
    const json = utf8ToBytes(JSON.stringify(head));
    const sealed = chacha20poly1305(key, tailNonce(frame)).encrypt(concatBytes(u32(json.length), json, body));
    return concatBytes(u32(sealed.length), sealed);
  });
  return [concatBytes(utf8ToBytes("LUCT"), Uint8Array.of(version), salt), ...frames];
}

describe("the live part of a record", () => {
  it("opens frame by frame, wherever the connection cuts it", () => {
    const body = randomBytes(300);
    const bytes = concatBytes(...stream([alive(1), alive(2), alive(3)], body));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (cuts) => {
        const reader = createTailReader(sessionId, dataKey);
        const found = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const length = cuts[turn % cuts.length] ?? 1;
          found.push(...reader.push(bytes.subarray(at, at + length)));
          at += length;
        }
        expect(found.map(({ head }) => head.now_ms)).toEqual([1, 2, 3]);
        expect(found.every((frame) => frame.body.join() === body.join())).toBe(true);
      }),
    );
  });

  it("does not open with another key or for another session", () => {
    const [start = new Uint8Array(), first = new Uint8Array()] = stream([alive(1)]);
    const opens = (id: string, key: Uint8Array) => () => createTailReader(id, key).push(concatBytes(start, first));
    expect(opens(sessionId, dataKey)()).toHaveLength(1);
    expect(opens(sessionId, randomBytes(32))).toThrow(expect.objectContaining({ code: "tail-sealed" }));
    expect(opens("1f8fad5b-d9cb-469f-a165-70867728950e", dataKey)).toThrow(expect.objectContaining({ code: "tail-sealed" }));
  });

  it("notices a frame that was left out, repeated, moved or altered", () => {
    const [start = new Uint8Array(), one = new Uint8Array(), two = new Uint8Array()] = stream([alive(1), alive(2)]);
    const altered = one.slice();
    altered[20] = (altered[20] ?? 0) ^ 1;
    for (const frames of [[two], [one, one], [two, one], [altered]]) {
      const reader = createTailReader(sessionId, dataKey);
      expect(() => reader.push(concatBytes(start, ...frames))).toThrow(expect.objectContaining({ code: "tail-sealed" }));
    }
  });

  it("refuses what is none, of another version, or larger than any frame", () => {
    const refused = (bytes: Uint8Array): void =>
      expect(() => createTailReader(sessionId, dataKey).push(bytes)).toThrow(expect.objectContaining({ code: "tail-format" }));
    refused(randomBytes(64));
    refused(concatBytes(...stream([alive(1)], undefined, 2)));
    refused(concatBytes(...stream([]), u32(0x7fff_ffff)));
    refused(concatBytes(...stream([]), u32(3)));
    refused(concatBytes(...stream([{ type: "alive" }])));
    refused(concatBytes(...stream([{ type: "unknown", now_ms: 1 }])));
  });
});
