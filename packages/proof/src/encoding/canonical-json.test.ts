import canonicalize from "canonicalize";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalBytes, canonicalJson, parseCanonical } from "./canonical-json.ts";
import { writeCanonical } from "./canonical-writer.ts";
import { utf8 } from "./utf8.ts";

const MAX = 1_000_000;
const codeOf = (text: string | Uint8Array, max = MAX) => {
  const outcome = parseCanonical(typeof text === "string" ? utf8(text) : text, max);
  return outcome.ok ? "ok" : outcome.failure.code;
};

function double(hex: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}

describe("canonical JSON", () => {
  it("writes the example of RFC 8785 section 3.2.2", () => {
    const input = String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`;
    expect(canonicalJson(JSON.parse(input))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it("sorts names by UTF-16 code units as RFC 8785 section 3.2.3 does", () => {
    const names = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6"];
    const sorted = Object.keys(JSON.parse(canonicalJson(Object.fromEntries(names.map((name) => [name, 0])))));
    expect(sorted.filter((name) => name !== "1")).toEqual(["\r", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"]);
    expect(canonicalJson({ b: 1, "\ud83d\ude00": 2, "\ufb33": 3, a: 4 })).toBe('{"a":4,"b":1,"\ud83d\ude00":2,"\ufb33":3}');
  });

  it.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["ffefffffffffffff", "-1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef4f", "999999999999999900000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555556", "333333333.3333334"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("writes the double %s of RFC 8785 appendix B as %s", (bits, text) => {
    expect(canonicalJson(double(bits))).toBe(text);
  });

  it("writes any value as the library of RFC 8785's author does", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
    );
  });

  it("writes a long list in pieces that are the same text", () => {
    const list = Array.from({ length: 20_000 }, (_, at) => ({ b: at, a: ["😀", null] }));
    const pieces: string[] = [];
    writeCanonical(list, (piece) => pieces.push(piece));
    expect(pieces.length).toBeGreaterThan(10);
    expect(pieces.join("")).toBe(canonicalize(list));
  });

  it.each([
    ["NaN", Number.NaN],
    ["an infinity", Number.POSITIVE_INFINITY],
    ["undefined", undefined],
    ["a lone surrogate", "\ud800"],
    ["a function", () => 1],
  ])("refuses to write %s", (_name, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });
});

describe("strict reading", () => {
  it("gives back every value that was written", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const outcome = parseCanonical(canonicalBytes(value), MAX);
        expect(outcome.ok && canonicalJson(outcome.value)).toBe(canonicalJson(value));
      }),
    );
  });

  it.each([
    ["a space", '{"a": 1}', "json-not-canonical"],
    ["a trailing line feed", '{"a":1}\n', "json-not-canonical"],
    ["names out of order", '{"b":1,"a":2}', "json-not-canonical"],
    ["a name given twice", '{"a":1,"a":1}', "json-not-canonical"],
    ["another spelling of a number", '{"a":1.0}', "json-not-canonical"],
    ["an exponent", '{"a":1e2}', "json-not-canonical"],
    ["minus zero", "[-0]", "json-not-canonical"],
    ["an escaped letter", String.raw`["\u0061"]`, "json-not-canonical"],
    ["an escaped slash", String.raw`["\/"]`, "json-not-canonical"],
    ["an escape in upper case", String.raw`["\u001F"]`, "json-not-canonical"],
    ["a number beyond its precision", "[9007199254740993]", "json-not-canonical"],
    ["an escaped lone surrogate", String.raw`["\ud800"]`, "json-invalid"],
    ["a byte order mark", "\ufeff[]", "json-invalid"],
    ["something after the end", "[][]", "json-invalid"],
    ["nothing", "", "json-invalid"],
    ["a raw control character", '["\u0001"]', "json-invalid"],
  ])("refuses %s", (_name, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it("refuses bytes that are not UTF-8", () => {
    expect(codeOf(Uint8Array.of(0x22, 0xff, 0x22))).toBe("not-utf8");
    expect(codeOf(Uint8Array.of(0x22, 0xc0, 0x80, 0x22))).toBe("not-utf8");
    expect(codeOf(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).toBe("not-utf8");
  });

  it("refuses a document above its limit before looking into it", () => {
    expect(codeOf("[1,2]", 4)).toBe("too-large");
    expect(codeOf("[1,2]", 5)).toBe("ok");
  });

  it("allows 32 levels and refuses the 33rd, without counting brackets in strings", () => {
    expect(codeOf("[".repeat(32) + "]".repeat(32))).toBe("ok");
    expect(codeOf("[".repeat(33) + "]".repeat(33))).toBe("json-too-deep");
    expect(codeOf("[".repeat(500_000))).toBe("json-too-deep");
    expect(codeOf(JSON.stringify(["[{".repeat(100), '"]}\\'.repeat(100)]))).toBe("ok");
  });
});
