import { rangesOf } from "../bundle/layout.ts";
import type { ByteSource } from "../byte-source.ts";
import type { FailureCode } from "../failures.ts";
import { failed } from "../outcome.ts";
import { withChunks } from "../verify/facts.ts";
import { type ExaminedBundle, examineBundle, type VerifyBundleOptions } from "../verify/verify-bundle.ts";
import { describeFacts } from "../verify/words/describe-facts.ts";
import { checkPictures, type PictureState, type VideoFacts } from "./check-pictures.ts";
import { partOf, type VideoPlaces } from "./find-proof.ts";

/** Chunks whose pictures are not proven that are listed; more would not help anybody. */
const MAX_LISTED = 1_000;

const codes: Readonly<Record<Exclude<PictureState, "proven">, FailureCode>> = {
  altered: "video-altered",
  uncommitted: "video-uncommitted",
  headless: "video-start",
  parameters: "video-parameters",
};

/** In bytes of pictures, what a byte of the bundle takes: it is mostly documents. */
const BUNDLE_WEIGHT = 30;

/**
 * Verifies a video with the bundle that it carries: the bundle as any other, then every picture against the manifest. It is
 * verified when every picture is one that was recorded, in the recorded order.
 */
export async function examineVideo(
  source: ByteSource,
  places: VideoPlaces,
  options: VerifyBundleOptions = {},
): Promise<ExaminedBundle> {
  const { digest, onProgress, sha256, createSha256, signal } = options;
  const totalBytes = source.size;
  const weight = BUNDLE_WEIGHT * places.bundle.size;
  let checkedBytes = totalBytes - places.data.size - places.bundle.size;
  const examined = await examineBundle(partOf(source, places.bundle), {
    ...options,
    digest: digest && ((offset, length, report) => digest(places.bundle.offset + offset, length, report)),
    onProgress: (progress) =>
      onProgress?.({ ...progress, share: (progress.share * weight) / (weight + totalBytes), checkedBytes, totalBytes }),
  });
  const { verdict, manifest } = examined;
  if (!verdict.verified || manifest === undefined) return examined;
  const onBytes = (count: number): void => {
    checkedBytes += count;
    onProgress?.({ phase: "parts", share: (weight + checkedBytes) / (weight + totalBytes), checkedBytes, totalBytes });
  };
  onBytes(places.bundle.size);
  const pictures = await checkPictures(source, places, manifest, { sha256, createSha256, signal, onBytes });
  if (!pictures.ok) return { verdict: { verified: false, ...pictures.failure }, manifest };
  const video = pictures.value;
  const refusal = refusalOf(video);
  if (refusal !== undefined) return { verdict: { verified: false, ...refusal, video }, manifest };
  const included = rangesOf(video.parts.flatMap(({ chunks: [first, last] }) => span(first, last)));
  const facts = withChunks(verdict.facts, manifest, included);
  return { verdict: { verified: true, facts, video, ...describeFacts(facts, { video }) }, manifest };
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
