import { createSourceDigest, type Digest } from "../bundle/digest.ts";
import { partNames } from "../bundle/layout.ts";
import { type Bundle, readBundle } from "../bundle/read-bundle.ts";
import type { ByteSource, Cancellation } from "../byte-source.ts";
import { openNetwork } from "../chain/network.ts";
import { createSignatureCheck, type SignatureCheck } from "../chain/signature-check.ts";
import type { Sha256 } from "../chunk/chunk-file.ts";
import { type Hasher, hashObject, sha256Hex } from "../encoding/hash.ts";
import { utf8 } from "../encoding/utf8.ts";
import { type Failure, failed, locate, type Outcome, passed } from "../outcome.ts";
import { checkManifest } from "../session/manifest.ts";
import { checkAnchor, checkCheckpoints } from "./chain-parts.ts";
import { checkAfter } from "./check-after.ts";
import { checkBlocks } from "./check-blocks.ts";
import { checkContents } from "./check-contents.ts";
import { checkRelations } from "./check-relations.ts";
import { collectFacts } from "./facts.ts";
import { networkFacts } from "./network-facts.ts";
import type { BundleFacts, RefusedBundle, Verdict } from "./verdict.ts";
import { describeFacts } from "./words/describe-facts.ts";

export interface VerifyBundleOptions {
  /** Genesis hashes of the networks the reader trusts. With it, a bundle of any other network is refused. */
  readonly networks?: readonly string[] | undefined;
  /** A faster SHA-256 of whole parts: Node's `hash`, or WebCrypto's digest. */
  readonly sha256?: Sha256 | undefined;
  /** A faster incremental SHA-256, for long parts: Node's `createHash("sha256")`. */
  readonly createSha256?: (() => Hasher) | undefined;
  /** Hashes parts of the source itself, in threads of its own. */
  readonly digest?: Digest | undefined;
  /** A faster check of Ed25519 signatures that accepts exactly what `verifyObject` accepts. */
  readonly checkSignature?: SignatureCheck | undefined;
  readonly onProgress?: ((progress: { readonly checkedBytes: number; readonly totalBytes: number }) => void) | undefined;
  readonly signal?: Cancellation | undefined;
  /** Longest manifest that the reader has memory for; a longer one rejects with a ManifestTooLongError. */
  readonly mostManifestBytes?: number | undefined;
}

/**
 * Verifies a bundle with nothing but its bytes. The answer is a verdict in every case; it rejects only when
 * the source cannot be read, the signal aborts, or the manifest is longer than asked for.
 */
export async function verifyBundle(source: ByteSource, options: VerifyBundleOptions = {}): Promise<Verdict> {
  const bundle = await readBundle(source, options);
  if (!bundle.ok) return refused(bundle.failure);
  const facts = checkStatements(bundle.value, source.size, options);
  if (!facts.ok && !concernsChunkList(facts.failure)) return refused(facts.failure);
  const { onProgress, signal } = options;
  const digest = options.digest ?? createSourceDigest(source, options);
  const contents = await checkContents(source, bundle.value, { digest, onProgress, signal });
  if (!facts.ok) return refused(facts.failure, contents.ok ? [] : contents.chunks);
  if (!contents.ok) return refused(contents.failure, contents.chunks);
  return { verified: true, facts: facts.value, ...describeFacts(facts.value) };
}

function refused(failure: Failure, chunks: readonly number[] = []): RefusedBundle {
  const [first] = chunks;
  return { verified: false, ...(first === undefined ? {} : { chunk: first, chunks }), ...failure };
}

/** Where the list of chunks was forged, its chunks still tell which entries no longer fit them. */
const concernsChunkList = ({ code }: Failure): boolean =>
  code === "manifest-signature" || code === "root-mismatch" || code === "anchor-mismatch";

/** Everything the documents of a bundle say, checked without its chunks. */
function checkStatements(
  bundle: Bundle,
  bundleSize: number,
  { networks: trusted, checkSignature }: VerifyBundleOptions,
): Outcome<BundleFacts> {
  const isSigned = createSignatureCheck(checkSignature);
  const network = openNetwork(bundle.genesis);
  if (!network.ok) return locate(network, { part: partNames.genesis });
  if (trusted !== undefined && !trusted.includes(network.value.hash))
    return failed("network-untrusted", { part: partNames.genesis, detail: network.value.hash });
  const tree = checkManifest(bundle.manifest, network.value, isSigned);
  if (!tree.ok) return locate(tree, { part: partNames.manifest });
  const terms = checkTerms(bundle);
  if (!terms.ok) return terms;
  const anchor = checkAnchor(bundle, tree.value, network.value, isSigned);
  if (!anchor.ok) return anchor;
  const checkpoints = checkCheckpoints(bundle, tree.value, anchor.value.continues, network.value, isSigned);
  if (!checkpoints.ok) return checkpoints;
  const blocks = checkBlocks(bundle, network.value, isSigned);
  if (!blocks.ok) return blocks;
  const after = checkAfter(bundle, anchor.value, checkpoints.value);
  if (!after.ok) return after;
  const relations = checkRelations(bundle, network.value, anchor.value, checkpoints.value, blocks.value);
  if (!relations.ok) return relations;
  return passed(
    collectFacts({
      bundle,
      bundleSize,
      network: networkFacts(network.value, trusted),
      anchor: anchor.value,
      checkpoints: checkpoints.value,
      blocks: blocks.value,
    }),
  );
}

/** The policy and the consent text, where they are included, are those the owner's grant names. */
function checkTerms({ manifest, policy, consent }: Bundle): Outcome<undefined> {
  const { policy_hash, consent_hash } = manifest.manifest.grant.terms;
  if (policy !== undefined && hashObject(policy) !== policy_hash) return failed("policy-mismatch", { part: partNames.policy });
  if (consent !== undefined && sha256Hex(utf8(consent)) !== consent_hash)
    return failed("consent-mismatch", { part: partNames.consent });
  return passed(undefined);
}
