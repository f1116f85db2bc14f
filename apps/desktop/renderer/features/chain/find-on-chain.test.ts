import { expect, it } from "vitest";
import { readChainQuery } from "./find-on-chain.ts";

const hash = "12e4".repeat(16);

it.each([
  ["48213", { kind: "height", height: 48_213 }],
  [" 48 213 ", { kind: "height", height: 48_213 }],
  [hash.toUpperCase(), { kind: "hash", hash }],
  ["2f0c1c1e-52a5-4f4e-9d51-0f6f6f1f9b10", { kind: "session", id: "2f0c1c1e-52a5-4f4e-9d51-0f6f6f1f9b10" }],
  ["hello", { kind: "nothing" }],
  ["", { kind: "nothing" }],
])("reads %j", (text, query) => {
  expect(readChainQuery(text)).toEqual(query);
});
