import { canonicalJson, hashObject, type SignedAttestation, type SignedHeader } from "@lucid/proof";

/** Sees everything that leaves the nodes and everything they call final, and complains about what must never be. */
export interface ChainWitness {
  sawBlock(block: SignedHeader): void;
  sawAttestation(signed: SignedAttestation): void;
  sawFinal(node: number, height: number, hash: string): void;
  readonly finalHeight: number;
  /** What went wrong, in words; empty if nothing did. */
  readonly violations: readonly string[];
}

export function createChainWitness(): ChainWitness {
  const blocks = new Map<string, string>();
  const votes = new Map<string, SignedAttestation["attestation"][]>();
  const finals = new Map<number, { hash: string; node: number }>();
  const violations: string[] = [];
  let finalHeight = 0;

  return {
    violations,
    get finalHeight() {
      return finalHeight;
    },
    sawBlock({ header }) {
      const place = `${header.producer.slice(0, 8)} at slot ${header.slot}, position ${header.position}`;
      const hash = hashObject(header);
      const known = blocks.get(place);
      if (known !== undefined && known !== hash) violations.push(`two blocks by ${place}`);
      blocks.set(place, hash);
    },
    sawAttestation({ attestation }) {
      const { attester, source, target } = attestation;
      const own = votes.get(attester) ?? [];
      for (const other of own) {
        if (canonicalJson(other) === canonicalJson(attestation)) return;
        if (other.target.height === target.height)
          violations.push(`two votes of ${attester.slice(0, 8)} for height ${target.height}`);
        const isAround = source.height < other.source.height && target.height > other.target.height;
        const isWithin = source.height > other.source.height && target.height < other.target.height;
        if (isAround || isWithin)
          violations.push(`a vote of ${attester.slice(0, 8)} surrounds another at height ${target.height}`);
      }
      votes.set(attester, [...own, attestation]);
    },
    sawFinal(node, height, hash) {
      const known = finals.get(height);
      if (known !== undefined && known.hash !== hash)
        violations.push(`nodes ${known.node} and ${node} have different final blocks at height ${height}`);
      finals.set(height, { hash, node });
      finalHeight = Math.max(finalHeight, height);
    },
  };
}
