import type { Dice } from "@lucid/chain/testing";

const NUMBERS = [0, 1, -1, 127, 128, 256, 65_536, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1e21, 0.5, -0.1, 1e308];
const TEXTS = ["", " ", "0", "null", "\u0000", "é", "🙂", "a".repeat(64), "0".repeat(64), "f".repeat(128), "x".repeat(5_000)];
/** Deeper than any document, and shallow enough for one that has to be written first. */
const DEPTH = 200;

type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string };

/** A value near `value`: at one place of it something else stands, is missing, is there twice or is new. */
export function changeValue(value: unknown, donor: unknown, dice: Dice): unknown {
  const root = { value: structuredClone(value) };
  const place = anyOf(placesIn(root), dice);
  const here = place && read(place);
  if (place === undefined) return value;
  switch (dice.between(0, 7)) {
    case 0:
      remove(place);
      break;
    case 1:
      if (Array.isArray(here)) here.push(...structuredClone(here.slice(0, dice.between(1, 40))));
      else if (isObject(here)) here[dice.chance(0.5) ? "more" : "a".repeat(dice.between(1, 300))] = 1;
      else put(place, [here]);
      break;
    case 2:
      put(place, anyOf(NUMBERS, dice));
      break;
    case 3:
      put(place, typeof here === "string" ? changeText(here, dice) : anyOf(TEXTS, dice));
      break;
    case 4:
      put(place, anyOf([null, true, false, [], {}], dice));
      break;
    case 5: {
      const lent = anyOf(placesIn({ value: donor }), dice);
      if (lent) put(place, structuredClone(read(lent)));
      break;
    }
    case 6: {
      const twin = anyOf(placesIn(root), dice);
      if (twin) put(place, structuredClone(read(twin)));
      break;
    }
    default:
      put(place, typeof here === "number" ? here + anyOf([-1, 1, 2, 0.5], dice) : nested(here, dice));
  }
  return root.value;
}

const anyOf = <T>(choices: readonly T[], dice: Dice): T => choices[dice.between(0, choices.length - 1)] as T;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const read = ({ holder, key }: Place): unknown => (holder as Record<string, unknown>)[key];
const put = ({ holder, key }: Place, value: unknown): void => {
  // Assigned, "__proto__" would be no key of the object.
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
};

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** Each place of a document that something stands at, in the order of the document. */
function placesIn(root: { value: unknown }): Place[] {
  const places: Place[] = [{ holder: root, key: "value" }];
  for (let at = 0; at < places.length && places.length < 5_000; at += 1) {
    const value = read(places[at] as Place);
    if (typeof value === "object" && value !== null)
      for (const key of Object.keys(value)) places.push({ holder: value as Record<string, unknown>, key });
  }
  return places;
}

function changeText(text: string, dice: Dice): string {
  const at = dice.between(0, text.length);
  switch (dice.between(0, 3)) {
    case 0:
      return text.slice(0, at) + anyOf(["0", "f", "g", "A", " ", "\u0000", "🙂"], dice) + text.slice(at + 1);
    case 1:
      return text.slice(0, at);
    case 2:
      return text + text.slice(at);
    default:
      return anyOf(TEXTS, dice);
  }
}

function nested(value: unknown, dice: Dice): unknown {
  let deep = value;
  for (let left = dice.between(1, DEPTH); left > 0; left -= 1) deep = [deep];
  return deep;
}
