import { expect, it } from "vitest";
import { readChainAddress } from "./chain-address.ts";

it("reads what is shown from an address", () => {
  expect(readChainAddress({ find: 17, list: "transactions", page: "3" })).toEqual({ find: "17", list: "transactions", page: 3 });
  expect(readChainAddress({})).toEqual({});
});

it("leaves out what means nothing", () => {
  expect(readChainAddress({ find: "", list: "everything", page: "-1", colour: "red" })).toEqual({});
  expect(readChainAddress({ find: ["a"], page: 1 })).toEqual({});
  expect(readChainAddress({ page: "1e99" })).toEqual({});
});
