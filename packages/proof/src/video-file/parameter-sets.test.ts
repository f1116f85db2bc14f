import { configurationOf, configurationWith, createSeededRandom, parameterSet, testUnit } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { concatBytes } from "../encoding/bytes.ts";
import { createParameterSearch } from "./parameter-sets.ts";

const own = parameterSet();
const other = parameterSet({ width: 1_280 });
const slice = Uint8Array.of(0x65, ...Array.from({ length: 300 }, (_, at) => (at % 2 === 0 ? 0x67 : 0x68)));
const unit = (bytes: Uint8Array, length = bytes.length): Uint8Array =>
  concatBytes(Uint8Array.of(0, 0, length >> 8, length & 255), bytes);

function hasOthers(samples: readonly Uint8Array[], pieceBytes = 1_000_000): boolean {
  const search = createParameterSearch(configurationOf(own));
  for (const sample of samples) {
    search.begin();
    for (let at = 0; at < sample.length; at += pieceBytes) search.bytes(sample.subarray(at, at + pieceBytes));
  }
  return search.end();
}

/** The same search, byte for byte. */
function hasOthersPlainly(configured: readonly Uint8Array[], lengthBytes: number, sample: Uint8Array): boolean {
  const known = configured.map((set) => Buffer.from(set).toString("hex"));
  for (let at = 0; sample.length - at > lengthBytes; ) {
    const length = Buffer.from(sample).readUIntBE(at, lengthBytes);
    const found = Buffer.from(sample.subarray(at + lengthBytes, at + lengthBytes + length));
    if (found.length > 0 && [7, 8, 13, 15, 16].includes((found[0] as number) & 31) && !known.includes(found.toString("hex")))
      return true;
    at += lengthBytes + length;
  }
  return false;
}

it("is found wherever zeros, lengths and pieces begin and end", () => {
  const random = createSeededRandom("parameter sets");
  const configured = [own, parameterSet({ width: 320 })];
  const answers = { true: 0, false: 0 };
  for (let run = 0; run < 500; run += 1) {
    const lengthBytes = random.pick([1, 2, 4]);
    const units = Array.from({ length: random.below(5) }, () => {
      const kind = random.pick([slice, ...configured, ...configured, new Uint8Array(0), new Uint8Array(0), other]);
      return concatBytes(new Uint8Array(lengthBytes * random.below(60)), testUnit(kind.subarray(0, 255), lengthBytes));
    });
    const sample = concatBytes(...units, new Uint8Array(random.below(100)));
    const search = createParameterSearch(configurationWith({ sequences: configured, lengthBytes }));
    search.begin();
    // At any place in memory: zeros are looked at in words where these lie whole.
    const shifted = concatBytes(new Uint8Array(random.below(9)), sample).subarray(-sample.length || sample.length);
    for (let at = 0, taken = 0; at < shifted.length; at += taken) {
      taken = 1 + random.below(300);
      search.bytes(shifted.subarray(at, at + taken));
    }
    const expected = hasOthersPlainly(configured, lengthBytes, sample);
    expect([run, search.end()]).toEqual([run, expected]);
    expect(search.end()).toBe(false);
    answers[`${expected}`] += 1;
  }
  expect(Math.min(...Object.values(answers))).toBeGreaterThan(75);
});

describe("parameter sets among samples", () => {
  const long = new Uint8Array(60_000).fill(7);
  const cases: readonly (readonly [string, readonly Uint8Array[], boolean])[] = [
    ["none", [unit(slice), concatBytes(unit(slice), unit(slice))], false],
    ["the one of the configuration", [concatBytes(unit(own), unit(slice))], false],
    ["another one", [concatBytes(unit(other), unit(slice))], true],
    ["another one behind a picture", [unit(slice), concatBytes(unit(slice), unit(other))], true],
    ["one that is longer than any of a configuration", [concatBytes(unit(long), unit(slice))], true],
    ["one that the sample ends in", [unit(other, 500), unit(slice)], true],
    ["the known one with an end that the sample does not have", [unit(own.subarray(0, -1), own.length), unit(slice)], true],
    ["a unit of no bytes before another one", [concatBytes(unit(own.subarray(0, 0)), unit(other))], true],
    ["units of no bytes", [new Uint8Array(8), unit(slice)], false],
    ["behind many units of no bytes", [new Uint8Array(4 * 33), concatBytes(new Uint8Array(4 * 300), unit(other))], true],
    [
      "many units of no bytes, and then a picture",
      [concatBytes(new Uint8Array(4 * 300), unit(slice), new Uint8Array(1_001))],
      false,
    ],
    ["the known one, again and again", [concatBytes(unit(own), new Uint8Array(400), unit(own), unit(own))], false],
    ["one that the known one begins with", [concatBytes(unit(own.subarray(0, -1)), unit(slice))], true],
    ["one that begins with the known one", [concatBytes(unit(concatBytes(own, own)), unit(slice))], true],
    ["what is no unit", [Uint8Array.of(0, 0, 1), Uint8Array.of(0x67), new Uint8Array(0)], false],
  ];

  it.each(cases)("are found or not in pieces of any length: %s", (_name, samples, expected) => {
    for (const pieceBytes of [1, 2, 3, 7, 100, 1_000_000])
      expect([pieceBytes, hasOthers(samples, pieceBytes)]).toEqual([pieceBytes, expected]);
  });
});
