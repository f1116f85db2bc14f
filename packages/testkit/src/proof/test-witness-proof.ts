import { hashObject, merkle, publicKeyOf, v2, witness } from "@lucid/proof";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const seedOf = (name: string): Uint8Array => sha256(utf8ToBytes(`witness ${name}`));

/** A witness of the tests by its name. */
export const testWitness = (name: string): witness.NoteKey => ({ name, kind: 4, publicKey: publicKeyOf(seedOf(name)) });

export interface TestSight {
  readonly name: string;
  /** Unix seconds. */
  readonly at: number;
  /** Another key signs than that of the name. */
  readonly by?: string;
}

/** A witness proof beside a network proof: a history of `size` blocks, of which only the recording's is more than a number. */
export function witnessProofOf(proof: v2.NetworkProof, sights: readonly TestSight[], size = 20): witness.WitnessProof {
  const opened = v2.openNetwork(proof.genesis);
  if (!opened.ok) throw new Error(opened.failure.reason);
  const network = opened.value.hash;
  const header = proof.evidence.header ?? proof.evidence.final.header;
  const tree = merkle.createTree();
  for (let height = 1; height <= size; height += 1)
    tree.append(height === header.height ? hexToBytes(hashObject(header)) : sha256(utf8ToBytes(`block ${height}`)));
  const seed = seedOf("member");
  const member = publicKeyOf(seed);
  const own: witness.NoteKey = { name: witness.networkOrigin(network, member), kind: 1, publicKey: member };
  const text = witness.checkpointText({ origin: own.name, size, root: tree.root() });
  const cosignatures = sights.map(({ name, at, by = name }) => {
    const signature = ed25519.sign(witness.cosignedBytes(text, at), seedOf(by));
    return witness.timedSignature(testWitness(name), at, signature);
  });
  const signature = ed25519.sign(utf8ToBytes(text), seed);
  return {
    ...{ format: "lucid-witness-proof", version: 1, network, member },
    checkpoint: witness.writeNote({
      text,
      signatures: [{ name: own.name, keyId: witness.keyIdOf(own), signature }, ...cosignatures],
    }),
    path: tree.inclusionPath(header.height - 1, size),
  };
}
