import {
  bytesSource,
  type ChunkEntry,
  canonicalBytes,
  describeIdentity,
  type JudgeBundleOptions,
  judgeBundle,
  type Manifest,
  merkle,
} from "@lucid/proof";
import { buildTestSession, bundleBytes, type TestSessionOptions } from "./test-session.ts";

/** A file whose signatures are all right, and what a verdict on it may say. */
export interface Forgery {
  readonly name: string;
  readonly bytes: () => Promise<Uint8Array>;
  readonly reader?: JudgeBundleOptions;
  /** Code of the refusal; undefined where the forgery is nothing but a claim, which must be told as one. */
  readonly refused?: string;
  /** What the verdict must say; of a forgery that is not refused, at least one sentence. */
  readonly says?: readonly string[];
  readonly neverSays?: RegExp;
}

/** The verdict beside what is expected of it. A forgery that holds and of which nothing is expected counts as unsaid. */
export async function weigh({ bytes, reader, refused, says = [], neverSays }: Forgery): Promise<{
  readonly refused: string | undefined;
  readonly unsaid: readonly string[];
  readonly overclaimed: readonly string[];
}> {
  const judgement = await judgeBundle(bytesSource(await bytes()), reader);
  if (!judgement.verified) return { refused: judgement.code, unsaid: [], overclaimed: [] };
  const { headline, proven, notProven, identity } = judgement;
  const said = [describeIdentity(identity), headline, ...proven, ...notProven].join("\n");
  const expected = refused === undefined && says.length === 0 ? ["any sentence"] : says;
  return {
    refused: undefined,
    unsaid: expected.filter((sentence) => !said.includes(sentence)),
    overclaimed: neverSays === undefined ? [] : (said.match(neverSays) ?? []).slice(0, 1),
  };
}

/** A recording of which the forger has edited the manifest before he signed and anchored it. */
export const forgedRecording =
  (options: TestSessionOptions, seed = "forger"): (() => Promise<Uint8Array>) =>
  () =>
    bundleBytes(buildTestSession(seed, options).content());

/** Entries with other values, and the manifest around them. */
export function retold(
  manifest: Manifest,
  change: (entry: ChunkEntry) => Partial<ChunkEntry>,
  span: Partial<Manifest> = {},
): Manifest {
  const chunks = manifest.chunks.map((entry) => ({ ...entry, ...change(entry) }));
  const root = merkle.rootOf(chunks.map(canonicalBytes));
  return { ...manifest, chunks, merkle: { ...manifest.merkle, root }, ...span };
}
