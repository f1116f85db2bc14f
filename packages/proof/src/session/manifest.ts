import type { Network } from "../chain/network.ts";
import type { SignatureCheck } from "../chain/signature-check.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { hashObject } from "../encoding/hash.ts";
import type { Manifest, SignedManifest } from "../formats/manifest.ts";
import type { SessionAnchor } from "../formats/transaction.ts";
import { createTree, type MerkleTree } from "../merkle/tree.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { finish } from "../work.ts";
import { goesOnFrom, isOfNetwork } from "./after.ts";
import { checkEntry } from "./entries.ts";
import { grantSigner } from "./grant.ts";

/** Hash of a manifest, without its signature. */
export const manifestHash = (manifest: Manifest): string => hashObject(manifest);

/** Data of the `session_anchor` transaction that commits to this manifest. */
export const anchorOf = (manifest: Manifest, hash = manifestHash(manifest)): SessionAnchor => ({
  session_id: manifest.session_id,
  owner: manifest.owner,
  manifest_hash: hash,
  grant_hash: hashObject(manifest.grant),
  merkle_root: manifest.merkle.root,
  chunk_count: manifest.merkle.leaf_count,
  total_size: manifest.total_size,
  started_at_ms: manifest.started_at_ms,
  ended_at_ms: manifest.ended_at_ms,
});

/** Everything a manifest says that can be checked without the chain and the chunks. Returns its tree. */
export const checkManifest = (signed: SignedManifest, network: Network, isSigned: SignatureCheck): Outcome<MerkleTree> =>
  finish(manifestSteps(signed, network, isSigned));

/** The same in steps; each says how many entries it was. */
export function* manifestSteps(
  signed: SignedManifest,
  network: Network,
  isSigned: SignatureCheck,
): Generator<number, Outcome<MerkleTree>> {
  const { manifest, signature } = signed;
  if (manifest.network !== network.hash) return failed("network-mismatch", { detail: "manifest" });
  if (!isSigned(DOMAIN.manifest, manifest, signature, manifest.node)) return failed("manifest-signature");
  const grant = checkGrant(manifest);
  if (!grant.ok) return grant;
  return yield* contentsSteps(manifest);
}

/** The owner's permission: for this session, node and network, long enough, and signed by the owner. */
export function checkGrant(manifest: Manifest): Outcome<undefined> {
  const { terms } = manifest.grant;
  const other = (["session_id", "network", "node"] as const).find((name) => terms[name] !== manifest[name]);
  if (other !== undefined) return failed("grant-mismatch", { detail: other });
  if (grantSigner(manifest.grant) !== manifest.owner) return failed("grant-signature");
  if (terms.ends_at_ms < manifest.ended_at_ms) return failed("grant-expired");
  return passed(undefined);
}

/** The list of chunks: order, times, gaps, totals and the root. Returns the tree over it. */
export const checkContents = (manifest: Manifest): Outcome<MerkleTree> => finish(contentsSteps(manifest));

/** Entries that are checked in one step: some hundredths of a second. */
const STEP_ENTRIES = 1_000;

function* contentsSteps(manifest: Manifest): Generator<number, Outcome<MerkleTree>> {
  const tree = createTree();
  let size = 0;
  let plainSize = 0;
  for (const [at, entry] of manifest.chunks.entries()) {
    const checked = checkEntry(entry, manifest.chunks[at - 1], manifest);
    if (!checked.ok) return checked;
    tree.append(canonicalBytes(entry));
    size += entry.size;
    plainSize += entry.plain_size;
    if (tree.size % STEP_ENTRIES === 0) yield STEP_ENTRIES;
  }
  yield tree.size % STEP_ENTRIES;
  const end = manifest.chunks.at(-1);
  if (end === undefined || end.ended_at_ms > manifest.ended_at_ms)
    return failed("chunk-times", { chunk: end?.index, detail: "ends after the recording" });
  if (size !== manifest.total_size || plainSize !== manifest.total_plain_size || tree.size !== manifest.merkle.leaf_count)
    return failed("totals-mismatch");
  if (tree.root() !== manifest.merkle.root) return failed("root-mismatch");
  const last = manifest.chunks.at(-1)?.after ?? null;
  const foreign = manifest.chunks.find(({ after = null }) => !isOfNetwork(after, manifest.network));
  if (foreign !== undefined) return failed("after-mismatch", { chunk: foreign.index, detail: "another genesis" });
  const { after = null } = manifest;
  if (!goesOnFrom(last, after) || !isOfNetwork(after, manifest.network))
    return failed("after-mismatch", { detail: "an earlier block than the last chunk names, or another genesis" });
  const { after: granted = null } = manifest.grant.terms;
  return goesOnFrom(granted, manifest.chunks[0]?.after ?? null) && isOfNetwork(granted, manifest.network)
    ? passed(tree)
    : failed("after-mismatch", { detail: "the first chunk names an earlier block than the grant, or that another genesis" });
}
