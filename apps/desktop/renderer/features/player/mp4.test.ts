import { describe, expect, it } from "vitest";
import { firstDecodeTime, readInit } from "./mp4.ts";

const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const u32 = (value: number): Uint8Array => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
const zeros = (length: number): Uint8Array => new Uint8Array(length);

function box(type: string, ...content: readonly Uint8Array[]): Uint8Array {
  const body = join(...content);
  return join(u32(body.length + 8), new TextEncoder().encode(type), body);
}

const avcC = box("avcC", Uint8Array.of(1, 0x64, 0x00, 0x15, 0xff));
const mdhd = (version: 0 | 1): Uint8Array =>
  version === 0
    ? box("mdhd", u32(0), zeros(8), u32(10_240), zeros(8))
    : box("mdhd", u32(0x0100_0000), zeros(16), u32(10_240), zeros(12));
const init = (version: 0 | 1, entry: Uint8Array): Uint8Array =>
  join(
    box("ftyp", zeros(16)),
    box(
      "moov",
      box("mvhd", zeros(100)),
      box("trak", box("mdia", mdhd(version), box("minf", box("stbl", box("stsd", zeros(8), entry))))),
    ),
  );

describe("an initialization segment", () => {
  it.each([0, 1] as const)("names codec and timescale, with times of version %d", (version) => {
    expect(readInit(init(version, box("avc1", zeros(78), avcC)))).toEqual({ codec: "avc1.640015", timescale: 10_240 });
  });

  it("of another codec is not read", () => {
    expect(readInit(init(0, box("hvc1", zeros(78))))).toBeUndefined();
  });

  it("that is cut short is not read", () => {
    const whole = init(0, box("avc1", zeros(78), avcC));
    for (let length = 0; length < whole.length; length += 7) expect(readInit(whole.subarray(0, length))).toBeUndefined();
  });
});

describe("a fragment", () => {
  it("says when its first frame is decoded", () => {
    const at = (tfdt: Uint8Array): Uint8Array => box("moof", box("mfhd", zeros(8)), box("traf", box("tfhd", zeros(8)), tfdt));
    expect(firstDecodeTime(at(box("tfdt", u32(0), u32(5_120))))).toBe(5_120);
    expect(firstDecodeTime(at(box("tfdt", u32(0x0100_0000), u32(1), u32(8))))).toBe(4_294_967_304);
  });

  it("is missed where there is none", () => {
    expect(firstDecodeTime(box("mdat", zeros(20)))).toBeUndefined();
    expect(firstDecodeTime(zeros(0))).toBeUndefined();
  });
});
