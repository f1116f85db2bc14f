import { describe, expect, it } from "vitest";
import { SignatureHex, TronAddress } from "./shared.schema.ts";
import { isTronAddress } from "./tron-address.ts";

describe("a TRON address", () => {
  it.each([
    ["TE2H9hWjzYdwzDFRJfx9BFhr4MmjH1CHaz", true],
    ["TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", true],
    ["TE2H9hWjzYdwzDFRJfx9BFhr4MmjH1CHay", false],
    ["TE2H9hWjzYdwzDFRJfx9BFhr4MmjH1CHa", false],
    ["1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", false],
    ["TE2H9hWjzYdwzDFRJfx9BFhr4MmjH1CHa0", false],
    ["", false],
  ])("%s is one: %s", (address, answer) => {
    expect(isTronAddress(address)).toBe(answer);
    expect(TronAddress.safeParse(address).success).toBe(answer);
  });

  it("says whether its letters or its checksum are wrong", () => {
    const messages = (text: string) => TronAddress.safeParse(text).error?.issues.map(({ message }) => message);
    expect(messages("T0")).toEqual(["a TRON address: T and 33 letters or digits"]);
    expect(messages("TE2H9hWjzYdwzDFRJfx9BFhr4MmjH1CHay")).toEqual([expect.stringContaining("checksum")]);
  });
});

it("a signature is the same with 0x in front and in either case", () => {
  for (const text of ["ab01", "0xab01", "0XAB01", "AB01"]) expect(SignatureHex.parse(text)).toBe("ab01");
});
