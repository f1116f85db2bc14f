import { type DeletionStatement, DOMAIN, manifestHash, type SignedDeletion, signObject } from "@lucid/proof";
import type { TestSigner } from "./test-network.ts";
import type { TestSession } from "./test-session.ts";

/** The receipt that a node gives out when it deletes a session, with these fields changed before it is signed. */
export function deletionOf(
  session: TestSession,
  change: Partial<DeletionStatement> = {},
  signer: Pick<TestSigner, "secretKey"> = session.node,
): SignedDeletion {
  const { manifest } = session.manifest;
  const receipt: DeletionStatement = {
    format: "lucid-deletion-receipt",
    version: 1,
    session_id: manifest.session_id,
    manifest_hash: manifestHash(manifest),
    merkle_root: manifest.merkle.root,
    chunk_count: manifest.merkle.leaf_count,
    total_size: manifest.total_size,
    deleted_by: "1795826d-1e44-4028-a4b2-648b18c40486",
    reason: "asked by its owner",
    deleted_at_ms: manifest.ended_at_ms + 86_400_000,
    node: session.node.publicKey,
    ...change,
  };
  return { receipt, signature: signObject(DOMAIN.deletion, receipt, signer.secretKey) };
}
