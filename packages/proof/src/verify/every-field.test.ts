import { buildDatedSession, buildTestSession, bundleBytes, type LoosePart, putTogether, takeApart } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { verifyBundle } from "./verify-bundle.ts";

const options = { chunks: 2, chunkBytes: 20, pausedBefore: [1], checkpoints: [1] };
const bundles = {
  "version 1": () => buildTestSession("fields", { ...options, network: { weights: [2, 1] } }).content(),
  "version 2 of the manifest": () => buildTestSession("fields", { ...options, version: 2, anchorVersion: 2 }).content(),
  "version 2 of the bundle": () => buildDatedSession("fields", options).content,
};

/** Nobody signs when a bundle was made, and the verdict says whose word it is. */
const UNSIGNED = ["lucid.json created_at_ms"];

type Place = readonly (string | number)[];

/** Every value of a document that holds no other, and every empty list. */
function* leavesOf(value: unknown, place: Place = []): Generator<{ readonly place: Place; readonly value: unknown }> {
  const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (inner.length === 0) yield { place, value };
  for (const [name, member] of inner) yield* leavesOf(member, [...place, Array.isArray(value) ? Number(name) : name]);
}

/** Another value of the same form, where there is one. */
function altered(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value !== "string") return value === null ? 1 : [0];
  const at = value.length - 3;
  const letter = value.at(at) === "a" ? "b" : "a";
  return value.length < 4 ? `${value}x` : value.slice(0, at) + letter + value.slice(at + 1);
}

function put(document: unknown, [name, ...rest]: Place, value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(document)) return document.map((item, at) => (at === name ? put(item, rest, value) : item));
  const members = document as Readonly<Record<string, unknown>>;
  return { ...members, [name]: put(members[name], rest, value) };
}

/** The bundle with one value altered and sums that fit, for each value of its documents. */
function* forgeries(parts: readonly LoosePart[]): Generator<{ readonly what: string; readonly bytes: Uint8Array }> {
  for (const { name, bytes } of parts.filter((part) => part.name.endsWith(".json"))) {
    const document: unknown = JSON.parse(new TextDecoder().decode(bytes));
    for (const { place, value } of leavesOf(document)) {
      const changed = canonicalBytes(put(document, place, altered(value)));
      const what = `${name} ${place.join(".")}`;
      yield { what, bytes: putTogether(parts.map((part) => (part.name === name ? { name, bytes: changed } : part))) };
    }
  }
}

describe.each(Object.entries(bundles))("a bundle of %s", (_name, content) => {
  it("holds no value that may be another one, but for the one that nobody signs", async () => {
    const accepted: string[] = [];
    let tried = 0;
    for (const { what, bytes } of forgeries(takeApart(await bundleBytes(content())))) {
      tried += 1;
      if ((await verifyBundle(bytesSource(bytes))).verified) accepted.push(what);
    }
    expect(accepted).toEqual(UNSIGNED);
    expect(tried).toBeGreaterThan(130);
  });
});
