import { canonicalBytes, DOMAIN, v2 } from "@lucid/proof";
import type { SignatureClaim } from "../../signing/signature-checker.ts";
import type { ForkTree } from "../consensus/fork-tree.ts";

/** Votes of one block that are looked at before it is applied: of 128 members for four blocks. What is beyond is looked at then. */
const MAX_CLAIMS = 512;

/**
 * The signatures of a block's votes by those who vote as far as this node knows now. Applying it decides which voters count; what was
 * found to hold by then need not be looked at again.
 */
export function voteClaims(
  { attestations }: Pick<v2.Block, "attestations">,
  network: string,
  tree: Pick<ForkTree, "get" | "head">,
): readonly SignatureClaim[] {
  const claims: SignatureClaim[] = [];
  for (const group of attestations) {
    const { keys } = (tree.get(group.target.hash) ?? tree.head).voters;
    for (const [index, signature] of group.votes) {
      const publicKey = keys[index];
      if (publicKey === undefined) continue;
      if (claims.length === MAX_CLAIMS) return claims;
      const value = v2.attestationIn(group, network, publicKey);
      claims.push({ domain: DOMAIN.attestationV2, value, canonical: canonicalBytes(value), signature, publicKey });
    }
  }
  return claims;
}
