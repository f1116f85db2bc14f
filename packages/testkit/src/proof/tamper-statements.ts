import type { SeededRandom } from "@lucid/foundation/testing";
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
import { type LoosePart, putTogether, takeApart } from "./bundle-parts.ts";
import { chunkCount, chunkName, flipBit, replacePart, type Tamper, type TamperTarget } from "./tamper-tools.ts";
import { testSigner } from "./test-network.ts";

/** Changes one value somewhere in a JSON document: a digit, a letter, a flag. Never the number of fields. */
function editJson(value: unknown, random: SeededRandom): unknown {
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

/** Forgeries of what the documents say, with everything recomputed that needs no foreign key. */
export const statementTampers: Readonly<Record<string, Tamper>> = {
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
