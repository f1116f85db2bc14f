import type { Dice } from "@lucid/chain/testing";
import { canonicalBytes } from "@lucid/proof";
import type { Decoder } from "./decoder.ts";
import { changeValue } from "./mutate-json.ts";

/** No input grows beyond it: larger ones find nothing that these do not, and take longer. */
export const MAX_INPUT_BYTES = 65_536;
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] as const;
const WORDS = [
  "..",
  "%00",
  "\u0000",
  "\ud800",
  "🙂",
  "e\u0301",
  " ",
  "\r\n",
  "=",
  "&",
  ":",
  "[",
  '"',
  "-1",
  "1e999",
  "__proto__",
];

const pick = <T>(dice: Dice, choices: readonly T[]): T => {
  const choice = choices[dice.between(0, choices.length - 1)];
  if (choice === undefined) throw new RangeError("nothing to choose from");
  return choice;
};

/** An input that is near `input`: one to four changes, now and then with a part of `other`. */
export function mutate(input: Uint8Array, other: Uint8Array, form: Decoder["form"], dice: Dice): Uint8Array {
  if (form === "json" && dice.chance(0.75)) {
    const changed = mutateJson(input, other, dice);
    if (changed !== undefined) return changed;
  }
  let bytes = Buffer.from(input);
  for (let left = dice.between(1, 4); left > 0; left -= 1)
    bytes = form === "text" && dice.chance(0.3) ? insertWord(bytes, dice) : changeBytes(bytes, other, dice);
  return bytes.subarray(0, MAX_INPUT_BYTES);
}

function mutateJson(input: Uint8Array, other: Uint8Array, dice: Dice): Uint8Array | undefined {
  try {
    const [value, donor] = [input, other].map((bytes) => JSON.parse(Buffer.from(bytes).toString()) as unknown);
    let changed = value;
    for (let left = dice.between(1, 3); left > 0; left -= 1) changed = changeValue(changed, donor, dice);
    const bytes = dice.chance(0.9) ? canonicalBytes(changed) : Buffer.from(JSON.stringify(changed));
    return bytes.length > MAX_INPUT_BYTES ? undefined : bytes;
  } catch {
    // One of them is no JSON, or what came of it has no canonical form: bytes are changed instead.
    return undefined;
  }
}

function insertWord(bytes: Buffer, dice: Dice): Buffer<ArrayBuffer> {
  const at = dice.between(0, bytes.length);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(pick(dice, WORDS)), bytes.subarray(at)]);
}

function changeBytes(bytes: Buffer, other: Uint8Array, dice: Dice): Buffer<ArrayBuffer> {
  const at = dice.between(0, Math.max(0, bytes.length - 1));
  const end = Math.min(bytes.length, at + dice.between(1, dice.chance(0.2) ? 4_096 : 16));
  const changed = Buffer.from(bytes);
  switch (dice.between(0, 9)) {
    case 0:
      if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << dice.between(0, 7));
      return changed;
    case 1:
      if (at < changed.length) changed[at] = dice.between(0, 255);
      return changed;
    case 2:
    case 3:
      return writeEdge(changed, at, dice);
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    case 5:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    case 6: {
      const random = Buffer.from(Array.from({ length: end - at }, () => dice.between(0, 255)));
      return Buffer.concat([bytes.subarray(0, at), random, bytes.subarray(at)]);
    }
    case 7:
      return Buffer.from(bytes.subarray(0, at));
    case 8: {
      const from = dice.between(0, other.length);
      return Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + dice.between(1, 512)), bytes.subarray(end)]);
    }
    default:
      return changed.fill(pick(dice, [0, 0xff, 0x20, 0x30]), at, end);
  }
}

/** A number at an edge of its width, in either order, as lengths and counts are written. */
function writeEdge(bytes: Buffer<ArrayBuffer>, at: number, dice: Dice): Buffer<ArrayBuffer> {
  const width = Math.min(pick(dice, [1, 2, 4]), bytes.length - at);
  if (width <= 0) return bytes;
  const value = pick(dice, EDGES) % 2 ** (8 * width);
  if (dice.chance(0.5)) bytes.writeUIntBE(value, at, width);
  else bytes.writeUIntLE(value, at, width);
  return bytes;
}
