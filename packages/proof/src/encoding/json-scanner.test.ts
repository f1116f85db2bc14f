import canonicalize from "canonicalize";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createJsonScanner } from "./json-scanner.ts";

function scan(text: string, pieces = 1): string {
  const scanner = createJsonScanner();
  const size = Math.max(1, Math.ceil(text.length / pieces));
  for (let at = 0; at < text.length; at += size) scanner.push(text.slice(at, at + size));
  return scanner.end() ?? "ok";
}

/** What the platform's own parser says of the text, which builds everything. */
function parsed(text: string): string {
  try {
    const value: unknown = JSON.parse(text, (_name, member: unknown) =>
      member === Infinity || member === -Infinity ? 0 : member,
    );
    return canonicalize(value) === text ? "ok" : "json-not-canonical";
  } catch {
    return "json-invalid";
  }
}

const tokens = fc.constantFrom(
  ...'{}[],:"\\ \n/u0149aefbnrt-+.E\u0001\u00e9€'.split(""),
  ...'true,false,null,"a","b",-0,0,1,12,1e5,1.5,1E+2,01,\\u0001,\\u001f,\\u001F,\\u0041,\\n,\\u000a,\\ud83d\\ude00,\\ud83d,\\ude00,😀,{"a":,"b":1}'.split(
    ",",
  ),
);

describe("looking at JSON without building it", () => {
  it("says of any value what was written of it", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 1, max: 40 }), fc.nat(3), (value, pieces, space) => {
        const text = canonicalize(value) ?? "";
        expect(scan(text, pieces)).toBe("ok");
        const spaced = JSON.stringify(value, null, space);
        expect(scan(spaced, pieces)).toBe(parsed(spaced));
      }),
      { numRuns: 500 },
    );
  });

  it("agrees with the platform's parser on texts that are nearly JSON, wherever they are cut", () => {
    const nearly = fc.array(tokens, { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(nearly, fc.integer({ min: 1, max: 40 }), (text, pieces) => {
        expect(scan(text, pieces)).toBe(parsed(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it("agrees with it on values with one character changed", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(), tokens, fc.integer({ min: 0, max: 1 }), (value, place, token, cut) => {
        const text = canonicalize(value) ?? "";
        const at = place % (text.length + 1);
        const changed = text.slice(0, at) + token + text.slice(at + cut);
        expect(scan(changed, 3)).toBe(parsed(changed));
      }),
      { numRuns: 5_000 },
    );
  });

  it("takes a number that no double holds for another spelling", () => {
    for (const text of ["1e400", "-1e400", "9".repeat(400), `0.${"0".repeat(400)}1`, "123456789012345678901234567890"])
      expect(scan(`[${text}]`, 5)).toBe("json-not-canonical");
  });

  it("finds nesting that is too deep wherever it stands, and says so before anything else", () => {
    expect(scan(`[}${"[".repeat(33)}`, 4)).toBe("json-too-deep");
    expect(scan(`${"[".repeat(32)}${"]".repeat(32)}`, 7)).toBe("ok");
  });
});
