import { expect, it } from "vitest";
import { readPeopleAddress } from "./people-address.ts";

it("reads what the filters write", () => {
  const address = { q: "ada", role: "ADMIN", status: "suspended", kyc: "pending", page: 3 };
  expect(readPeopleAddress(address)).toEqual(address);
});

it("leaves out what means nothing", () => {
  const typed = { q: "  ", role: "KING", status: "gone", kyc: 7, page: "first", other: true };
  expect(readPeopleAddress(typed)).toEqual({});
  expect(readPeopleAddress({ q: 123, page: 1 })).toEqual({ q: "123" });
});
