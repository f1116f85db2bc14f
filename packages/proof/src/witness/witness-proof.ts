import { z } from "zod";
import { hashBytes } from "../encoding/bytes.ts";
import { parseFormat } from "../encoding/canonical-json.ts";
import { utf8 } from "../encoding/utf8.ts";
import { Hash } from "../formats/primitives.ts";
import { verifyInclusion } from "../merkle/verify.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { isSignedBy, networkOrigin, readCheckpoint } from "./checkpoint.ts";
import { readCosignature } from "./cosignature.ts";
import type { NoteKey, NoteSignature } from "./signed-note.ts";

/** Largest document of this kind that is read. */
export const MAX_WITNESS_PROOF_BYTES = 1_048_576;

/** Who saw the history of a network that a recording is final in. It goes beside the recording's network proof. */
export const WitnessProof = z.strictObject({
  format: z.literal("lucid-witness-proof"),
  version: z.literal(1),
  /** Hash of the network's genesis, and the member that offered the checkpoint. */
  network: Hash,
  member: Hash,
  /** The checkpoint as a signed note, with the cosignatures. */
  checkpoint: z.string(),
  /** Of the recording's block among the blocks from 1 to the size of the checkpoint. */
  path: z.array(Hash).max(40),
});
export type WitnessProof = z.infer<typeof WitnessProof>;

/** Where a network holds a recording, as its network proof says, which has been verified. */
export interface WitnessedBlock {
  readonly network: string;
  readonly height: number;
  readonly hash: string;
}

export interface WitnessProofFacts {
  readonly network: string;
  readonly member: string;
  /** Of the block that holds the recording, and of the checkpoint. */
  readonly height: number;
  readonly size: number;
  /** Signatures on the checkpoint that are not by the member: of anybody. */
  readonly others: number;
  /** By whom they say they are. */
  readonly cosigners: readonly Pick<NoteSignature, "name" | "keyId">[];
  /** The reader's own witnesses that saw it, with their time in Unix seconds. */
  readonly seen: readonly { readonly witness: NoteKey; readonly at: number }[];
}

/** Checks a witness proof beside a recording whose network proof has been verified. */
export function verifyWitnessProof(
  bytes: Uint8Array,
  block: WitnessedBlock,
  witnesses: readonly NoteKey[],
): Outcome<WitnessProofFacts> {
  const proof = parseFormat(WitnessProof, bytes, MAX_WITNESS_PROOF_BYTES);
  if (!proof.ok) return proof;
  const { network, member, path } = proof.value;
  if (network !== block.network) return failed("network-mismatch");
  const read = readCheckpoint(utf8(proof.value.checkpoint));
  if (!read.ok) return read;
  const { origin, size, root, signatures } = read.value;
  const own: NoteKey = { name: networkOrigin(network, member), kind: 1, publicKey: member };
  if (origin !== own.name) return failed("network-mismatch", { detail: "origin" });
  if (!isSignedBy(read.value, own)) return failed("witness-checkpoint");
  const leaf = hashBytes(block.hash);
  if (leaf === undefined || !verifyInclusion({ leaf, index: block.height - 1, size, path, root }))
    return failed("witness-history");
  const seen: { readonly witness: NoteKey; readonly at: number }[] = [];
  for (const witness of witnesses) {
    const at = readCosignature(read.value, witness);
    if (!at.ok) return at;
    if (at.value !== undefined) seen.push({ witness, at: at.value });
  }
  const others = signatures.filter(({ name }) => name !== origin);
  const cosigners = others.map(({ name, keyId }) => ({ name, keyId }));
  return passed({ network, member, height: block.height, size, others: others.length, cosigners, seen });
}
