import { checkFormat } from "../encoding/canonical-json.ts";
import type { Manifest } from "../formats/manifest.ts";
import { KnownPolicy } from "../formats/policy.ts";
import type { PolicyFacts } from "./verdict.ts";

/** By so much a session may outlast its policy without a word: when its time is over it is still to be stopped. */
const STOPPING_MS = 60_000;

/**
 * What a policy document and the manifest show of each other. Its other fields speak of what was typed, copied and reached:
 * that is in the events, which are sealed.
 */
export function policyFacts(
  document: unknown,
  { started_at_ms, ended_at_ms }: Pick<Manifest, "started_at_ms" | "ended_at_ms">,
): PolicyFacts {
  const policy = checkFormat(KnownPolicy, document);
  if (!policy.ok) return { version: null, longerMs: 0 };
  const { version, limits } = policy.value;
  const longerMs = ended_at_ms - started_at_ms - limits.duration_s * 1_000;
  return { version, longerMs: longerMs > STOPPING_MS ? longerMs : 0 };
}
