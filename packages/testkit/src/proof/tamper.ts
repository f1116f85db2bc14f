import {
  anchorOf,
  type ChunkEntry,
  canonicalBytes,
  DOMAIN,
  type Manifest,
  merkle,
  type SignedManifest,
  sha256Hex,
  signObject,
} from "@lucid/proof";
import { concatBytes } from "@noble/hashes/utils.js";
import { archiveOf, type LoosePart, putTogether, spansOf, takeApart } from "./bundle-parts.ts";
import type { SeededRandom } from "./seeded-random.ts";
import { testSigner } from "./test-network.ts";
import type { TestSession } from "./test-session.ts";

/** One forged bundle. `chunk` is the chunk a verifier must name, where the forgery concerns a chunk. */
export interface TamperCase {
  readonly kind: string;
  readonly bytes: Uint8Array;
  readonly chunk?: number;
}

export interface TamperTarget {
  readonly session: TestSession;
  /** A bundle of the session with every chunk, each of the same size. */
  readonly bundle: Uint8Array;
  /** Another session of the same owner on the same network, with as many chunks of the same size. */
  readonly other: TestSession;
}

type Tamper = (target: TamperTarget, random: SeededRandom) => Omit<TamperCase, "kind">;

const chunkOf = (name: string): { chunk?: number } => {
  const digits = /^chunks\/(\d+)\.chunk$/.exec(name)?.[1];
  return digits === undefined ? {} : { chunk: Number(digits) };
};

/** The chunk whose part of the archive contains this byte, if any. */
function chunkAt(bundle: Uint8Array, offset: number): { chunk?: number } {
  const span = spansOf(bundle).find(({ start, end }) => offset >= start && offset < end);
  return span === undefined ? {} : chunkOf(span.name);
}

function flipBit(bytes: Uint8Array, random: SeededRandom, from = 0, to = bytes.length): [Uint8Array, number] {
  const offset = from + random.below(to - from);
  const flipped = bytes.slice();
  flipped[offset] = (flipped[offset] as number) ^ (1 << random.below(8));
  return [flipped, offset];
}

const replacePart = (parts: readonly LoosePart[], name: string, bytes: Uint8Array): LoosePart[] =>
  parts.map((part) => (part.name === name ? { name, bytes } : part));

const chunkName = (index: number): string => `chunks/${String(index).padStart(8, "0")}.chunk`;
const chunkCount = ({ session }: TamperTarget): number => session.containers.length;

function twoChunks(target: TamperTarget, random: SeededRandom): [number, number] {
  const first = random.below(chunkCount(target) - 1);
  return [first, first + 1 + random.below(chunkCount(target) - first - 1)];
}

/** Changes one value somewhere in a JSON document: a digit, a letter, a flag. Never the number of fields. */
export function editJson(value: unknown, random: SeededRandom): unknown {
  if (Array.isArray(value) && value.length > 0) {
    const at = random.below(value.length);
    return value.map((item, index) => (index === at ? editJson(item, random) : item));
  }
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    const name = random.pick(Object.keys(value));
    return { ...value, [name]: editJson((value as Record<string, unknown>)[name], random) };
  }
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value !== "string" || value === "") return "x";
  const at = random.below(value.length);
  return `${value.slice(0, at)}${value[at] === "0" ? "1" : "0"}${value.slice(at + 1)}`;
}

/** The manifest with changed chunks and everything that depends on them. */
function withChunks(manifest: Manifest, chunks: readonly ChunkEntry[]): Manifest {
  return {
    ...manifest,
    chunks: [...chunks],
    merkle: { algorithm: "rfc9162-sha256", root: merkle.rootOf(chunks.map(canonicalBytes)), leaf_count: chunks.length },
    total_size: chunks.reduce((sum, entry) => sum + entry.size, 0),
    total_plain_size: chunks.reduce((sum, entry) => sum + entry.plain_size, 0),
  };
}

const signedBy = (manifest: Manifest, secretKey: Uint8Array): SignedManifest => ({
  manifest,
  signature: signObject(DOMAIN.manifest, manifest, secretKey),
});

function withManifest(target: TamperTarget, signed: SignedManifest, more: readonly LoosePart[] = []): Uint8Array {
  let parts = replacePart(takeApart(target.bundle), "manifest.json", canonicalBytes(signed));
  for (const part of more) parts = replacePart(parts, part.name, part.bytes);
  return putTogether(parts);
}

/** A chunk changed and its entry, the root and the totals made to fit. */
function forgedEntry({ session }: TamperTarget, random: SeededRandom): { index: number; bytes: Uint8Array; manifest: Manifest } {
  const index = random.below(session.containers.length);
  const [bytes] = flipBit(session.containers[index] as Uint8Array, random, 104);
  const { manifest } = session.manifest;
  const chunks = manifest.chunks.map((entry) => (entry.index === index ? { ...entry, sha256: sha256Hex(bytes) } : entry));
  return { index, bytes, manifest: withChunks(manifest, chunks) };
}

const editPart =
  (name: string): Tamper =>
  ({ bundle }, random) => {
    const parts = takeApart(bundle);
    const part = parts.find((candidate) => candidate.name === name) as LoosePart;
    const document: unknown = JSON.parse(String.fromCharCode(...part.bytes));
    return { bytes: putTogether(replacePart(parts, name, canonicalBytes(editJson(document, random)))) };
  };

/** Every way in which the tests forge a bundle. */
export const tampers: Readonly<Record<string, Tamper>> = {
  "bit flipped anywhere": ({ bundle }, random) => {
    const [bytes, offset] = flipBit(bundle, random);
    return { bytes, ...chunkAt(bundle, offset) };
  },
  "bit flipped in a chunk's part": ({ bundle }, random) => {
    const span = random.pick(spansOf(bundle).filter(({ name }) => name.startsWith("chunks/")));
    const [bytes] = flipBit(bundle, random, span.start, span.end);
    return { bytes, ...chunkOf(span.name) };
  },
  "cut short": ({ bundle }, random) => {
    const length = random.below(bundle.length);
    return { bytes: bundle.slice(0, length), ...chunkAt(bundle, length) };
  },
  "bytes taken out": ({ bundle }, random) => {
    const start = random.below(bundle.length - 1);
    const length = 1 + random.below(Math.min(2_000, bundle.length - start));
    return { bytes: concatBytes(bundle.subarray(0, start), bundle.subarray(start + length)) };
  },
  "bytes put in": ({ bundle }, random) => {
    const at = random.below(bundle.length + 1);
    return { bytes: concatBytes(bundle.subarray(0, at), random.bytes(1 + random.below(1_500)), bundle.subarray(at)) };
  },
  "blocks of zeros put in": ({ bundle }, random) => {
    const at = 512 * random.below(bundle.length / 512 + 1);
    return { bytes: concatBytes(bundle.subarray(0, at), new Uint8Array(512 * (1 + random.below(4))), bundle.subarray(at)) };
  },
  "bytes overwritten": ({ bundle }, random) => {
    const bytes = bundle.slice();
    const at = random.below(bytes.length - 64);
    bytes.set(random.bytes(64), at);
    return { bytes };
  },
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
  "genesis edited": editPart("genesis.json"),
  "manifest edited": editPart("manifest.json"),
  "anchor edited": editPart("anchor.json"),
  "checkpoints edited": editPart("checkpoints.json"),
  "policy edited": editPart("policy.json"),
  "text edited": ({ bundle }, random) => {
    const parts = takeApart(bundle);
    const name = random.pick(["README.txt", "consent.txt"]);
    const [bytes] = flipBit((parts.find((part) => part.name === name) as LoosePart).bytes, random);
    return { bytes: putTogether(replacePart(parts, name, bytes)) };
  },
  "JSON written in another way": ({ bundle }, random) => {
    const parts = takeApart(bundle);
    const part = random.pick(parts.filter(({ name }) => name.endsWith(".json")));
    const text = String.fromCharCode(...part.bytes);
    const other = random.pick([`${text}\n`, ` ${text}`, text.replace(":", ": "), JSON.stringify(JSON.parse(text), null, 1)]);
    return {
      bytes: putTogether(
        replacePart(
          parts,
          part.name,
          Uint8Array.from(other, (letter) => letter.charCodeAt(0)),
        ),
      ),
    };
  },
  "entry replaced, root recomputed": (target, random) => {
    const { index, bytes, manifest } = forgedEntry(target, random);
    const signed = { manifest, signature: target.session.manifest.signature };
    return { bytes: withManifest(target, signed, [{ name: chunkName(index), bytes }]) };
  },
  "entry replaced, chunk left as it was": (target, random) => {
    const { index, manifest } = forgedEntry(target, random);
    return { bytes: withManifest(target, { manifest, signature: target.session.manifest.signature }), chunk: index };
  },
  "entry replaced, root recomputed, signed again by the node": (target, random) => {
    const { index, bytes, manifest } = forgedEntry(target, random);
    return {
      bytes: withManifest(target, signedBy(manifest, target.session.node.secretKey), [{ name: chunkName(index), bytes }]),
    };
  },
  "entry, root, node and anchor forged with another key": (target, random) => {
    const { index, bytes, manifest } = forgedEntry(target, random);
    const forger = testSigner(`forger ${random.below(1_000)}`);
    const own = { ...manifest, node: forger.publicKey };
    const { anchor } = target.session;
    const transaction = { ...anchor.transaction.transaction, sender: forger.publicKey, data: anchorOf(own) };
    const forged = {
      ...anchor,
      transaction: { transaction, signature: signObject(DOMAIN.transaction, transaction, forger.secretKey) },
    };
    const more = [
      { name: chunkName(index), bytes },
      { name: "anchor.json", bytes: canonicalBytes(forged) },
    ];
    return { bytes: withManifest(target, signedBy(own, forger.secretKey), more) };
  },
  "last chunks dropped from the manifest": (target, random) => {
    const { manifest } = target.session.manifest;
    const keep = 1 + random.below(chunkCount(target) - 1);
    const signed = signedBy(withChunks(manifest, manifest.chunks.slice(0, keep)), target.session.node.secretKey);
    return { bytes: withManifest(target, signed) };
  },
  "anchor of another session": (target) => {
    const anchor = { name: "anchor.json", bytes: canonicalBytes(target.other.anchor) };
    return { bytes: putTogether(replacePart(takeApart(target.bundle), anchor.name, anchor.bytes)) };
  },
  "chunk list of the description changed": (target, random) => {
    const parts = takeApart(target.bundle);
    const count = chunkCount(target);
    const chunks = random.pick([
      [],
      [[0, count]],
      [[1, count - 1]],
      [
        [0, 0],
        [1, count - 1],
      ],
      [[count - 1, 0]],
    ]);
    const descriptor = { ...(target.session.content().descriptor as object), chunks };
    return { bytes: putTogether(replacePart(parts, "lucid.json", canonicalBytes(descriptor))) };
  },
};

/** `count` forged bundles, each kind in turn. A case that happens to equal the clean bundle is drawn again. */
export function* tamperCases(target: TamperTarget, random: SeededRandom, count: number): Generator<TamperCase> {
  const kinds = Object.entries(tampers);
  for (let made = 0; made < count; made += 1) {
    const [kind, tamper] = kinds[made % kinds.length] as [string, Tamper];
    let forged = tamper(target, random);
    while (sha256Hex(forged.bytes) === sha256Hex(target.bundle)) forged = tamper(target, random);
    yield { kind, ...forged };
  }
}
