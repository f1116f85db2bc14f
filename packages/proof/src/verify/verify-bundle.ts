import { createSourceDigest, type Digest } from "../bundle/digest.ts";
import { partNames } from "../bundle/layout.ts";
import { type Bundle, readBundle } from "../bundle/read-bundle.ts";
import type { ByteSource, Cancellation } from "../byte-source.ts";
import { type Network, openNetwork } from "../chain/network.ts";
import { createSignatureCheck, type SignatureCheck } from "../chain/signature-check.ts";
import type { Sha256 } from "../chunk/chunk-file.ts";
import { type Hasher, hashObject, sha256Hex } from "../encoding/hash.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { Manifest } from "../formats/manifest.ts";
import type { MerkleTree } from "../merkle/tree.ts";
import { type Failure, failed, locate, type Outcome, passed } from "../outcome.ts";
import { manifestSteps } from "../session/manifest.ts";
import { type ManifestBytes, readManifestBytes } from "../session/manifest-bytes.ts";
import { type CheckProgress, createWork, follow, type Work } from "../work.ts";
import { checkAnchor, checkpointSteps } from "./chain-parts.ts";
import { checkAfter } from "./check-after.ts";
import { checkBlocks } from "./check-blocks.ts";
import { checkContents } from "./check-contents.ts";
import { checkRelations } from "./check-relations.ts";
import { collectFacts } from "./facts.ts";
import { networkFacts } from "./network-facts.ts";
import { countWork, guessWork } from "./plan-work.ts";
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
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined;
  readonly signal?: Cancellation | undefined;
  /** Longest manifest that the reader has memory for; a longer one rejects with a ManifestTooLongError. */
  readonly mostManifestBytes?: number | undefined;
}

/**
 * Verifies a bundle with nothing but its bytes. The answer is a verdict in every case; it rejects only when
 * the source cannot be read, the signal aborts, or the manifest is longer than asked for.
 */
export async function verifyBundle(source: ByteSource, options: VerifyBundleOptions = {}): Promise<Verdict> {
  return (await examineBundle(source, options)).verdict;
}

/** A verdict with the manifest that it is of, where the bundle could be read to its end. */
export interface ExaminedBundle {
  readonly verdict: Verdict;
  readonly manifest?: Manifest;
}

/** The same, for those who go on with the manifest. Where it is refused, nothing of it is proven. */
export async function examineBundle(source: ByteSource, options: VerifyBundleOptions = {}): Promise<ExaminedBundle> {
  const { onProgress, signal, mostManifestBytes } = options;
  const work = createWork(source, { onProgress, signal });
  const guess = await guessWork(source, work);
  const bundle = await readBundle(source, { signal, work, mostManifestBytes });
  if (!bundle.ok) return { verdict: refused(bundle.failure) };
  countWork(bundle.value, guess, work);
  const verdict = await judge(source, bundle.value, options, work);
  return { verdict, manifest: bundle.value.manifest.manifest };
}

async function judge(source: ByteSource, bundle: Bundle, options: VerifyBundleOptions, work: Work): Promise<Verdict> {
  const digest = options.digest ?? createSourceDigest(source, options);
  const facts = await checkStatements(source, bundle, { ...options, digest }, work);
  if (!facts.ok && !concernsChunkList(facts.failure)) return refused(facts.failure);
  const contents = await checkContents(source, bundle, { digest, work, signal: options.signal });
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
async function checkStatements(
  source: ByteSource,
  bundle: Bundle,
  { networks: trusted, checkSignature, digest, signal }: VerifyBundleOptions & { readonly digest: Digest },
  work: Work,
): Promise<Outcome<BundleFacts>> {
  const network = openNetwork(bundle.genesis);
  if (!network.ok) return locate(network, { part: partNames.genesis });
  if (trusted !== undefined && !trusted.includes(network.value.hash))
    return failed("network-untrusted", { part: partNames.genesis, detail: network.value.hash });
  const bytes = await readManifestBytes(source, bundle, { digest, work, signal });
  const isSigned = createSignatureCheck(checkSignature, {
    checkManifest: () => bytes.isSigned,
    onCheck: () => work.done("votes", 1),
  });
  const tree = await follow(manifestSteps(bundle.manifest, network.value, isSigned), work, "list");
  if (!tree.ok) return locate(tree, { part: partNames.manifest });
  const terms = checkTerms(bundle);
  if (!terms.ok) return terms;
  return await checkChain(bundle, {
    tree: tree.value,
    bytes,
    network: network.value,
    isSigned,
    work,
    trusted,
    size: source.size,
  });
}

interface CheckedList {
  readonly tree: MerkleTree;
  readonly bytes: ManifestBytes;
  readonly network: Network;
  readonly isSigned: SignatureCheck;
  readonly work: Work;
  readonly trusted: readonly string[] | undefined;
  /** Of the bundle, in bytes. */
  readonly size: number;
}

/** What the chain has of the recording, and whether all of it can be true together. */
async function checkChain(bundle: Bundle, list: CheckedList): Promise<Outcome<BundleFacts>> {
  const { tree, bytes, network, isSigned, work, trusted, size } = list;
  const anchor = checkAnchor(bundle, bytes.hash, tree, network, isSigned);
  if (!anchor.ok) return anchor;
  const { continues } = anchor.value;
  const checkpoints = await follow(checkpointSteps(bundle, tree, continues, network, isSigned), work, "votes");
  if (!checkpoints.ok) return checkpoints;
  const blocks = checkBlocks(bundle, network, isSigned);
  if (!blocks.ok) return blocks;
  const after = checkAfter(bundle, anchor.value, checkpoints.value);
  if (!after.ok) return after;
  const relations = checkRelations(bundle, network, anchor.value, checkpoints.value, blocks.value);
  if (!relations.ok) return relations;
  const facts = { anchor: anchor.value, checkpoints: checkpoints.value, blocks: blocks.value };
  const { hash } = bytes;
  return passed(
    collectFacts({ bundle, bundleSize: size, network: networkFacts(network, trusted), manifestHash: hash, ...facts }),
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
