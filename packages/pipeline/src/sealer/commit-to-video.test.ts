import { randomBytes } from "node:crypto";
import { commitToVideo, readChunkVideo, videoSalt } from "@lucid/proof";
import { mp4Box, testFragment, testInit } from "@lucid/testkit";
import { expect, it } from "vitest";
import { RECORD, RECORD_HEADER_BYTES, type RecordKind, writeRecord } from "../chunker/records.ts";
import { sealChunk } from "./seal-chunk.ts";
import { sealRequest } from "./sealer.compliance.ts";

const fragment = (text: string, time: bigint): Uint8Array =>
  testFragment({ time, samples: [{ bytes: Buffer.from(text), sync: true }] });

function plainOf(...records: readonly (readonly [RecordKind, Uint8Array])[]): Uint8Array<SharedArrayBuffer> {
  const size = records.reduce((sum, [, bytes]) => sum + RECORD_HEADER_BYTES + bytes.length, 0);
  const plain = new Uint8Array(new SharedArrayBuffer(size));
  let at = 0;
  for (const [kind, bytes] of records) at = writeRecord(plain, at, kind, [bytes]);
  return plain;
}

const sealed = (plain: Uint8Array<SharedArrayBuffer>, index = 7) => sealChunk(sealRequest(plain, { index }), randomBytes).video;
const events: readonly [RecordKind, Uint8Array] = [RECORD.events, Buffer.from("{}\n")];

it("commits to all the video of a chunk, under a salt of the chunk's own", () => {
  const [first, second] = [fragment("first", 0n), fragment("second", 1_600n)];
  const { sessionId, dataKey } = sealRequest(plainOf());
  const video = readChunkVideo(testInit(), Buffer.concat([first, second]));
  if (video === undefined) throw new Error("There is no video");
  const expected = commitToVideo(videoSalt(dataKey, sessionId, 7), video);
  expect(sealed(plainOf([RECORD.init, testInit()], [RECORD.video, Buffer.concat([first, second])], events))).toBe(expected);
  expect(sealed(plainOf([RECORD.init, testInit()], [RECORD.video, first], events, [RECORD.video, second]))).toBe(expected);
  expect(sealed(plainOf([RECORD.init, testInit()], [RECORD.video, first], [RECORD.video, second]), 8)).not.toBe(expected);
  expect(sealed(plainOf([RECORD.init, testInit()], [RECORD.video, first]))).not.toBe(expected);
});

it("commits to nothing where there is no such video", () => {
  expect(sealed(plainOf(events))).toBeNull();
  expect(sealed(plainOf([RECORD.init, testInit()], events))).toBeNull();
  expect(sealed(plainOf([RECORD.video, fragment("first", 0n)], events))).toBeNull();
  expect(sealed(plainOf([RECORD.init, testInit()], [RECORD.video, mp4Box("moof")]))).toBeNull();
  expect(sealed(plainOf([RECORD.init, testInit()], [RECORD.video, fragment("first", 0n)]).subarray(0, -1))).toBeNull();
});
