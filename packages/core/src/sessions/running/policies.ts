import { type PolicyPreset, SessionPolicy, sessionErrors } from "@lucid/contract";
import { hashObject } from "@lucid/proof";

const preset = (policy_id: string, name: string, summary: string, policy: unknown): PolicyPreset => {
  const complete = SessionPolicy.parse(policy);
  return { policy_id, name, summary, policy: complete, policy_hash: hashObject(complete) };
};

/** Policies to choose from. Each grants little; a whole policy may be given instead. */
export const POLICY_PRESETS: readonly PolicyPreset[] = [
  preset(
    "standard",
    "Standard",
    "They can type and click. They cannot copy anything in or out, and the desktop has no network.",
    {},
  ),
  preset("view-only", "View only", "They can watch. They cannot type, click or copy.", {
    input: { mouse: false, keyboard: false },
  }),
  preset("clipboard", "With clipboard", "They can type, click, and copy text both ways. The desktop has no network.", {
    clipboard: { host_to_remote: true, remote_to_host: true },
  }),
  preset("internet", "With internet", "They can type and click, and the desktop reaches the internet, but never this computer.", {
    network: "internet",
  }),
];

export const DEFAULT_CONSENT =
  "This session is recorded: everything shown on its desktop, the titles of windows and the names of programs as text, and every click and key press as an event without the character. " +
  "Fingerprints of the record go on a public chain while it runs. The record itself is encrypted, and only the people named as its recipients can open it.";

/** @throws POLICY_NOT_FOUND when a preset of that id does not exist. */
export function resolvePolicy(asked: string | SessionPolicy): SessionPolicy {
  if (typeof asked !== "string") return asked;
  const found = POLICY_PRESETS.find((known) => known.policy_id === asked);
  if (!found) throw sessionErrors.POLICY_NOT_FOUND();
  return found.policy;
}
