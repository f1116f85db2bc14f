import type { VideoFacts } from "../../video-file/check-pictures.ts";
import type { BundleFacts, VerdictLayers } from "../verdict.ts";
import { describeProven } from "./describe-proven.ts";
import { describeUnproven } from "./describe-unproven.ts";
import { headlineOf } from "./headline.ts";

/**
 * The facts of a verified bundle in sentences for people. `isIdentified` says that the reader has compared node or owner
 * with keys of his own; without it the layers say that nobody is identified. `video` are the pictures that are proven with it.
 */
export function describeFacts(
  facts: BundleFacts,
  { isIdentified = false, video }: { readonly isIdentified?: boolean; readonly video?: VideoFacts | undefined } = {},
): VerdictLayers {
  return {
    headline: headlineOf(facts),
    proven: describeProven(facts, video),
    notProven: describeUnproven(facts, isIdentified, video),
  };
}
