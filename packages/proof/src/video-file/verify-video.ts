import { rangesOf } from "../bundle/layout.ts";
import { readBundle } from "../bundle/read-bundle.ts";
import type { ByteSource } from "../byte-source.ts";
import type { FailureCode } from "../failures.ts";
import { failed } from "../outcome.ts";
import { withChunks } from "../verify/facts.ts";
import type { Verdict } from "../verify/verdict.ts";
import { type VerifyBundleOptions, verifyBundle } from "../verify/verify-bundle.ts";
import { describeFacts } from "../verify/words/describe-facts.ts";
import { checkPictures, type PictureState, type VideoFacts } from "./check-pictures.ts";
import { partOf, type VideoPlaces } from "./find-proof.ts";

/** Chunks whose pictures are not proven that are listed; more would not help anybody. */
const MAX_LISTED = 1_000;

const codes: Readonly<Record<Exclude<PictureState, "proven">, FailureCode>> = {
  altered: "video-altered",
  uncommitted: "video-uncommitted",
  headless: "video-start",
};

/**
 * Verifies a video with the bundle that it carries: the bundle as any other, then every picture against the manifest. It is
 * verified when every picture is one that was recorded, in the recorded order.
 */
export async function verifyVideo(source: ByteSource, places: VideoPlaces, options: VerifyBundleOptions = {}): Promise<Verdict> {
  const { digest, onProgress, sha256, createSha256, signal } = options;
  const bundleSource = partOf(source, places.bundle);
  let checkedBytes = source.size - places.data.size - places.bundle.size;
  const onBytes = (count: number): void => {
    checkedBytes += count;
    onProgress?.({ checkedBytes, totalBytes: source.size });
  };
  const verdict = await verifyBundle(bundleSource, {
    ...options,
    digest: digest && ((offset, length, report) => digest(places.bundle.offset + offset, length, report)),
    onProgress: undefined,
  });
  if (!verdict.verified) return verdict;
  onBytes(places.bundle.size);
  const bundle = await readBundle(bundleSource, { signal });
  if (!bundle.ok) return { verified: false, ...bundle.failure };
  const { manifest } = bundle.value.manifest;
  const pictures = await checkPictures(source, places, manifest, { sha256, createSha256, signal, onBytes });
  if (!pictures.ok) return { verified: false, ...pictures.failure };
  const video = pictures.value;
  const refusal = refusalOf(video);
  if (refusal !== undefined) return { verified: false, ...refusal, video };
  const included = rangesOf(video.parts.flatMap(({ chunks: [first, last] }) => span(first, last)));
  const facts = withChunks(verdict.facts, manifest, included);
  return { verified: true, facts, video, ...describeFacts(facts, { video }) };
}

/** The first pictures that are not proven, and the chunks of all that are not. */
function refusalOf({ parts }: VideoFacts) {
  const unproven = parts.filter(({ state }) => state !== "proven");
  const [first] = unproven;
  if (first === undefined || first.state === "proven") return undefined;
  const chunks = unproven.flatMap(({ chunks: [from, to] }) => span(from, Math.min(to, from + MAX_LISTED))).slice(0, MAX_LISTED);
  return { ...failed(codes[first.state], { chunk: first.chunks[0] }).failure, chunks };
}

const span = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, at) => first + at);
