import { describeProven } from "./describe-proven.ts";
import { describeUnproven } from "./describe-unproven.ts";
import { headlineOf } from "./headline.ts";
import type { BundleFacts, VerdictLayers } from "./verdict.ts";

/**
 * The facts of a verified bundle in sentences for people. `isIdentified` says that the reader has compared node or owner
 * with keys of his own; without it the layers say that nobody is identified.
 */
export const describeFacts = (facts: BundleFacts, reader: { readonly isIdentified?: boolean } = {}): VerdictLayers => ({
  headline: headlineOf(facts),
  proven: describeProven(facts),
  notProven: describeUnproven(facts, reader.isIdentified ?? false),
});
