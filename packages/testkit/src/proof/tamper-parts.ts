import type { SeededRandom } from "@lucid/foundation/testing";
import { sha256Hex } from "@lucid/proof";
import { concatBytes } from "@noble/hashes/utils.js";
import { archiveOf, type LoosePart, putTogether, takeApart } from "./bundle-parts.ts";
import { chunkCount, chunkName, flipBit, replacePart, type Tamper, type TamperTarget } from "./tamper-tools.ts";

function twoChunks(target: TamperTarget, random: SeededRandom): [number, number] {
  const first = random.below(chunkCount(target) - 1);
  return [first, first + 1 + random.below(chunkCount(target) - first - 1)];
}

/** Forgeries of whole parts, with sums that fit: replaced, exchanged, moved, doubled, left out, added. */
export const partTampers: Readonly<Record<string, Tamper>> = {
  "chunk replaced with fitting sums": (target, random) => {
    const index = random.below(chunkCount(target));
    const [bytes] = flipBit(target.session.containers[index] as Uint8Array, random);
    return { bytes: putTogether(replacePart(takeApart(target.bundle), chunkName(index), bytes)), chunk: index };
  },
  "chunk of another session with fitting sums": (target, random) => {
    const index = random.below(chunkCount(target));
    const bytes = target.other.containers[index] as Uint8Array;
    return { bytes: putTogether(replacePart(takeApart(target.bundle), chunkName(index), bytes)), chunk: index };
  },
  "chunk cut or grown with fitting sums": (target, random) => {
    const index = random.below(chunkCount(target));
    const whole = target.session.containers[index] as Uint8Array;
    const bytes =
      random.below(2) === 0
        ? whole.slice(0, random.below(whole.length))
        : concatBytes(whole, random.bytes(1 + random.below(600)));
    return { bytes: putTogether(replacePart(takeApart(target.bundle), chunkName(index), bytes)), chunk: index };
  },
  "contents of two chunks exchanged": (target, random) => {
    const [first, second] = twoChunks(target, random);
    const { containers } = target.session;
    const once = replacePart(takeApart(target.bundle), chunkName(first), containers[second] as Uint8Array);
    return { bytes: putTogether(replacePart(once, chunkName(second), containers[first] as Uint8Array)), chunk: first };
  },
  "two chunk parts exchanged": (target, random) => {
    const [first, second] = twoChunks(target, random);
    const parts = takeApart(target.bundle);
    const [one, two] = [first, second].map((index) => parts.findIndex(({ name }) => name === chunkName(index))) as [
      number,
      number,
    ];
    const swapped = parts.with(one, parts[two] as LoosePart).with(two, parts[one] as LoosePart);
    return { bytes: putTogether(swapped), chunk: first };
  },
  "chunk part left out": (target, random) => {
    const index = random.below(chunkCount(target));
    return { bytes: putTogether(takeApart(target.bundle).filter(({ name }) => name !== chunkName(index))), chunk: index };
  },
  "chunk part given twice": (target, random) => {
    const index = random.below(chunkCount(target));
    const parts = takeApart(target.bundle);
    const at = parts.findIndex(({ name }) => name === chunkName(index));
    return { bytes: putTogether(parts.toSpliced(at + 1, 0, parts[at] as LoosePart)), chunk: index };
  },
  "part moved": ({ bundle }, random) => {
    const parts = takeApart(bundle);
    const from = random.below(parts.length);
    const rest = parts.toSpliced(from, 1);
    const to = (from + 1 + random.below(parts.length - 1)) % parts.length;
    return { bytes: putTogether(rest.toSpliced(to, 0, parts[from] as LoosePart)) };
  },
  "part given twice": ({ bundle }, random) => {
    const parts = takeApart(bundle);
    const at = random.below(parts.length);
    return { bytes: putTogether(parts.toSpliced(random.below(parts.length + 1), 0, parts[at] as LoosePart)) };
  },
  "required part left out": ({ bundle }, random) => {
    const name = random.pick(["lucid.json", "README.txt", "genesis.json", "manifest.json", "anchor.json"]);
    return { bytes: putTogether(takeApart(bundle).filter((part) => part.name !== name)) };
  },
  "unknown part added": ({ bundle }, random) => {
    const parts = takeApart(bundle);
    const name = random.pick(["chunks/00000099.chunk", "notes.txt", "keys/0001.age", "a/b", "video.mp4.txt", "SHA256SUMS.asc"]);
    return { bytes: putTogether(parts.toSpliced(random.below(parts.length + 1), 0, { name, bytes: random.bytes(40) })) };
  },
  "sums left out or wrong": ({ bundle }, random) => {
    const parts = takeApart(bundle);
    const sums = parts.map(({ name, bytes }) => `${sha256Hex(bytes)}  ${name}\n`);
    const text = random.pick([
      sums.slice(1).join(""),
      sums.toReversed().join(""),
      sums.join("").toUpperCase(),
      sums.join("").slice(0, -1),
    ]);
    const wrong = { name: "SHA256SUMS", bytes: Uint8Array.from(text, (letter) => letter.charCodeAt(0)) };
    return { bytes: archiveOf(random.below(5) === 0 ? parts : [...parts, wrong]) };
  },
};
