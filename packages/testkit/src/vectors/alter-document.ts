import type { SeededRandom } from "@lucid/foundation/testing";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Random = Pick<SeededRandom, "below">;

/** Where a value stands in a document: each step names a member or a place. */
type Path = readonly (string | number)[];

/**
 * A document with one change that somebody makes who knows its form, and writes it anew: another value of its kind from elsewhere in
 * it, a number beside the right one, a member too many, a list in another order. The document itself stays as it is.
 */
export function alteredDocument(document: unknown, random: Random): unknown {
  const copy = structuredClone(document) as Json;
  const places = [...placesIn(copy)];
  const path = pick(places, random);
  const old = path.reduce<Json>((at, step) => (at as { [name: string]: Json })[step] as Json, copy);
  const others = places.map((place) => valueAt(copy, place)).filter((one) => kindOf(one) === kindOf(old));
  const changed = alteredValue(old, pick(others, random), random);
  if (path.length === 0) return changed;
  const parent = valueAt(copy, path.slice(0, -1)) as { [name: string]: Json };
  parent[path.at(-1) as string] = changed;
  return copy;
}

const pick = <T>(from: readonly T[], { below }: Random): T => from[below(from.length)] as T;
const valueAt = (document: Json, path: Path): Json =>
  path.reduce<Json>((at, step) => (at as { [name: string]: Json })[step] as Json, document);
const kindOf = (value: Json): string => (value === null ? "null" : Array.isArray(value) ? "list" : typeof value);

function* placesIn(value: Json, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value))
    yield* placesIn(inner, [...path, Array.isArray(value) ? Number(name) : name]);
}

/** What a reader may take for a number, a text or nothing. */
const strangers: readonly Json[] = [null, true, false, 0, -1, "", "0", [], {}, [[]], 2 ** 53, 1e300, 0.5];

function alteredValue(value: Json, other: Json, random: Random): Json {
  switch (random.below(4)) {
    case 0:
      return structuredClone(other);
    case 1:
      return structuredClone(pick(strangers, random));
    default:
      return beside(value, random);
  }
}

/** Another value of the same kind, as near as can be. */
function beside(value: Json, random: Random): Json {
  if (value === null) return 0;
  switch (typeof value) {
    case "boolean":
      return !value;
    case "number":
      return pick([value + 1, value - 1, 0 - value, value * 2, value + 2 ** 32, value + 0.5], random);
    case "string":
      return besideText(value, random);
    default:
      return Array.isArray(value) ? besideList(value, random) : besideObject(value, random);
  }
}

function besideText(value: string, random: Random): string {
  // By characters: half a character of two units stands in no file.
  const letters = Array.from(value);
  const at = random.below(letters.length + 1);
  const [before, after] = [letters.slice(0, at).join(""), letters.slice(at).join("")];
  const digit = "0123456789abcdef"[random.below(16)] as string;
  const strange = pick(["\u0000", "\u202e", "é", "e\u0301", "😀", "/", "\u2028"], random);
  return pick(
    [
      before + digit + letters.slice(at + 1).join(""),
      before,
      value + digit,
      value.toUpperCase(),
      ` ${value}`,
      `${value}\n`,
      before + strange + after,
    ],
    random,
  );
}

function besideList(value: readonly Json[], random: Random): Json[] {
  const at = random.below(value.length || 1);
  const [before, one, after] = [value.slice(0, at), value.slice(at, at + 1), value.slice(at + 1)];
  return pick(
    [
      [...before, ...after],
      [...before, ...one, ...structuredClone(one), ...after],
      [...after, ...one, ...before],
      value.toReversed(),
      [...value, null],
    ],
    random,
  );
}

function besideObject(value: { readonly [name: string]: Json }, random: Random): Json {
  const names = Object.keys(value);
  const name = names[random.below(names.length || 1)] ?? "version";
  const { [name]: gone, ...rest } = value;
  return pick(
    [
      rest,
      { ...value, unknown: 1 },
      { ...rest, [`${name} `]: gone ?? null },
      { ...rest, [name.toUpperCase()]: gone ?? null },
      { ...value, __proto__x: {} },
    ],
    random,
  );
}
