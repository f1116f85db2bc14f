import { configurationOf, parameterSet } from "@lucid/testkit";
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
    ["what is no unit", [Uint8Array.of(0, 0, 1), Uint8Array.of(0x67), new Uint8Array(0)], false],
  ];

  it.each(cases)("are found or not in pieces of any length: %s", (_name, samples, expected) => {
    for (const pieceBytes of [1, 2, 3, 7, 100, 1_000_000])
      expect([pieceBytes, hasOthers(samples, pieceBytes)]).toEqual([pieceBytes, expected]);
  });
});
