import { canonicalJson, merkle, sha256Hex, utf8 } from "@lucid/proof";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { invalid, type Vector, valid } from "./vector.ts";

const read = (text: string, more: object = {}): Vector["input"] => ({ utf8_hex: bytesToHex(utf8(text)), ...more });
const accepted = (name: string, text: string, more: object = {}): Vector =>
  valid(name, read(text, more), { text: canonicalJson(JSON.parse(text)), sha256: sha256Hex(utf8(text)) });

/** Where the reading of JSON just accepts and just refuses. */
export function canonicalJsonBounds(): Vector[] {
  const objects = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${"}".repeat(levels - 1)}`;
  return [
    accepted("exactly as many bytes as the limit", '{"a":1}', { limit: 7 }),
    invalid("a byte more than the limit", read('{"a":1}', { limit: 6 }), "too-large"),
    invalid("too many bytes, which are not UTF-8 either", { utf8_hex: "22ff22", limit: 2 }, "too-large"),
    accepted("32 levels of objects", objects(32)),
    invalid("33 levels of objects", read(objects(33)), "json-too-deep"),
    accepted("40 lists one after the other", `[${Array.from({ length: 40 }, () => "[]").join(",")}]`),
    accepted("40 objects one after the other", `[${Array.from({ length: 40 }, () => "{}").join(",")}]`),
    accepted("brackets in a string", `["${"[{".repeat(40)}"]`),
    accepted("a quotation mark in a string, and brackets after it", `["\\"${"[".repeat(40)}"]`),
    accepted("a backslash at the end of a string", '["\\\\",[]]'),
    invalid("33 levels behind a string that ends with a backslash", read(`["\\\\",${"[".repeat(33)}`), "json-too-deep"),
    invalid("33 levels that are never closed", read("[".repeat(33)), "json-too-deep"),
    invalid("a closing bracket, then 33 opening ones", read(`]${"[".repeat(33)}`), "json-invalid"),
    invalid("33 brackets in a string that does not end", read(`"${"[".repeat(33)}`), "json-invalid"),
    invalid("nothing", read(""), "json-invalid"),
    invalid("a number beyond every double, and no end", read("[1e400"), "json-invalid"),
    invalid("a number beyond every double, and a lone surrogate", read('[1e400,"\\ud800"]'), "json-invalid"),
    invalid("a negative number beyond every double", read("[-1e400]"), "json-not-canonical"),
    invalid("a whole number of 400 digits", read(`[${"9".repeat(400)}]`), "json-not-canonical"),
    invalid("a whole number of 5 000 digits", read(`[${"9".repeat(5000)}]`), "json-not-canonical"),
    invalid("a number too small for a double", read("[1e-400]"), "json-not-canonical"),
    invalid("a fraction with more digits than a double holds", read("[0.10000000000000000001]"), "json-not-canonical"),
    invalid("a high surrogate and a short escape", read('["\\ud83d\\n"]'), "json-invalid"),
    invalid("a short escape between two halves of a pair", read('["\\ud83d\\n\\ude00"]'), "json-invalid"),
    invalid("a letter among hex digits", read('["\\u00g0"]'), "json-invalid"),
    invalid("a minus sign alone", read("[-]"), "json-invalid"),
    invalid("a zero before a digit, negative", read("[-01]"), "json-invalid"),
    invalid("a list that closes an object", read("{]"), "json-invalid"),
    invalid("an object that a list closes", read('{"a":1]'), "json-invalid"),
    invalid("no comma between members", read('{"a":1"b":2}'), "json-invalid"),
    invalid("a comma behind the last member", read('{"a":1,}'), "json-invalid"),
    invalid("an object with a bare name, not closed", read("{x"), "json-invalid"),
    invalid("a colon in a list", read("[1:2]"), "json-invalid"),
    invalid("a comma where a colon belongs", read('{"a",1}'), "json-invalid"),
    invalid("a comma before the first member", read('{,"a":1}'), "json-invalid"),
    invalid("a closing brace behind the end", read("[]}"), "json-invalid"),
    invalid("a letter where a list should close", read("[1x"), "json-invalid"),
    invalid("an escape above the surrogates", read('["\\ue000"]'), "json-not-canonical"),
    invalid("the last low surrogate as an escape", read('["\\ud83d\\udfff"]'), "json-not-canonical"),
    invalid("the last high surrogate as an escape", read('["\\udbff\\udc00"]'), "json-not-canonical"),
    invalid("a space as an escape", read('["\\u0020"]'), "json-not-canonical"),
    invalid("a carriage return between values", read("[1,\r2]"), "json-not-canonical"),
    invalid("a tab between values", read("[1,\t2]"), "json-not-canonical"),
    invalid("an exponent in upper case", read("[1E5]"), "json-not-canonical"),
    accepted("a space in a string", '["a b"]'),
    accepted("the largest double", "[1.7976931348623157e+308]"),
    accepted("the smallest double", "[5e-324]"),
    invalid("NaN", read("[NaN]"), "json-invalid"),
    invalid("Infinity", read("[Infinity]"), "json-invalid"),
    invalid("a leading zero", read("[01]"), "json-invalid"),
    invalid("a plus sign", read("[+1]"), "json-invalid"),
    invalid("a line feed in a string", read('["\n"]'), "json-invalid"),
    invalid("a tab in a string", read('["\t"]'), "json-invalid"),
    invalid("an unknown escape", read('["\\x41"]'), "json-invalid"),
    invalid("a control character as an escape in upper case", read('["\\u001F"]'), "json-not-canonical"),
    invalid("a line feed as a long escape", read('["\\u000a"]'), "json-not-canonical"),
    invalid("a surrogate pair as escapes", read('["\\ud83d\\ude00"]'), "json-not-canonical"),
    accepted("DEL, which no escape may stand for", '["\u007f"]'),
    invalid("a comment", read("[1]//"), "json-invalid"),
    invalid("a name that is no string", read("{1:1}"), "json-invalid"),
    invalid("a lone surrogate in a name", read('{"\\udc00":1}'), "json-invalid"),
    invalid("a surrogate in UTF-8", { utf8_hex: "22eda08022" }, "not-utf8"),
    invalid("a character above U+10FFFF", { utf8_hex: "22f490808022" }, "not-utf8"),
    invalid("a character that is cut off", { utf8_hex: "22e282" }, "not-utf8"),
  ];
}

const DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map((hex) =>
  hexToBytes(hex),
);
const hex = (leaf: Uint8Array): string => bytesToHex(merkle.leafHash(leaf));
const above = (left: string, right: string): string => bytesToHex(merkle.nodeHash(hexToBytes(left), hexToBytes(right)));

/** Every path of trees of up to eight leaves, and claims that hold as long as one single check is left out. */
export function merkleBounds(): Vector[] {
  const tree = merkle.createTree();
  for (const leaf of DATA) tree.append(leaf);
  const [x, y, z] = ["11", "22", "33"].map((byte) => byte.repeat(32)) as [string, string, string];
  const leaf = "00";
  const own = hex(hexToBytes(leaf));
  const inclusion = (index: number, size: number, path: readonly string[], root: string): Vector["input"] => ({
    kind: "inclusion",
    leaf,
    index,
    size,
    path,
    root,
  });
  const consistency = (from: [number, string], to: [number, string], path: readonly string[]): Vector["input"] => ({
    kind: "consistency",
    from: { size: from[0], root: from[1] },
    to: { size: to[0], root: to[1] },
    path,
  });
  const bad = (name: string, input: Vector["input"]): Vector => invalid(name, input, "path-invalid");
  const deep = Array.from({ length: 53 }, () => x);
  const all = Array.from({ length: 8 }, (_, at) => at + 1);
  return [
    ...all.flatMap((size) =>
      all.slice(0, size).map((place) =>
        valid(`leaf ${place} of ${size}`, {
          ...inclusion(place - 1, size, tree.inclusionPath(place - 1, size), tree.rootAt(size)),
          leaf: bytesToHex(DATA[place - 1] as Uint8Array),
        }),
      ),
    ),
    ...all.flatMap((to) =>
      all
        .slice(0, to)
        .map((from) =>
          valid(
            `growth from ${from} to ${to}`,
            consistency([from, tree.rootAt(from)], [to, tree.rootAt(to)], tree.consistencyPath(from, to)),
          ),
        ),
    ),
    bad("index 1 of one leaf", inclusion(1, 1, [], own)),
    bad("index -1", inclusion(-1, 1, [], own)),
    bad("half an index", inclusion(0.5, 1, [], own)),
    bad("a tree of no leaves", inclusion(0, 0, [], own)),
    bad(
      "a size beyond 2^53 - 1",
      inclusion(
        0,
        2 ** 53,
        deep,
        deep.reduce((root, step) => above(root, step), own),
      ),
    ),
    bad("a step above the root, with the root it leads to", inclusion(0, 1, [x], above(x, own))),
    bad("a step too few, with the root it leads to", inclusion(0, 2, [], own)),
    bad("a step in upper case", inclusion(0, 2, ["AB".repeat(32)], above(own, "ab".repeat(32)))),
    bad("a step that is no digest", inclusion(0, 2, ["zz"], above(own, x))),
    bad("a step of 31 bytes", inclusion(0, 2, ["11".repeat(31)], above(own, x))),
    bad("a root in upper case", inclusion(0, 1, [], own.toUpperCase())),
    bad("growth of a tree that shrinks, with the roots of its path", consistency([3, x], [1, x], [x])),
    bad("growth from size 0, with the roots of its path", consistency([0, x], [1, x], [x])),
    bad("growth from size 1.5", consistency([1.5, x], [2, above(x, y)], [x, y])),
    bad("growth to size 1.5", consistency([1, x], [1.5, above(x, y)], [y])),
    bad("no growth, with a path", consistency([5, tree.rootAt(5)], [5, tree.rootAt(5)], [x])),
    bad("growth with a step above the root, and its roots", consistency([1, above(z, x)], [2, above(z, above(x, y))], [y, z])),
    bad(
      "growth of an odd tree with a step above the root, and its roots",
      consistency([3, above(z, above(y, x))], [4, above(z, above(y, above(x, y)))], [x, y, y, z]),
    ),
    bad("growth with steps too few, and their roots", consistency([1, x], [4, above(x, y)], [y])),
    bad(
      "a first step that is no digest",
      consistency([6, tree.rootAt(6)], [8, tree.rootAt(8)], ["zz", ...tree.consistencyPath(6, 8).slice(1)]),
    ),
    bad(
      "a last step that is no digest",
      consistency([6, tree.rootAt(6)], [8, tree.rootAt(8)], [...tree.consistencyPath(6, 8).slice(0, -1), "zz"]),
    ),
    bad("an old root that is no digest", consistency([1, "zz"], [2, above(x, y)], [y])),
    bad("no growth, with roots that are no digests", consistency([5, "zz"], [5, "zz"], [])),
  ];
}
