import { PolicyDocument, type PolicyRule } from "@lucid/contract";
import { hashObject } from "@lucid/proof";

/** A version as the rest of the area knows it. */
export interface PolicyRecord {
  readonly policyId: string;
  readonly version: number;
  readonly hash: string;
  readonly document: PolicyDocument;
  /** Null for what comes with the program. */
  readonly authorId: string | null;
  /** Unix milliseconds. */
  readonly createdAt: number | null;
}

/** Whoever may open sessions at all may open one, and be connected to it. */
export const EVERYBODY: PolicyRule = {
  rule_id: "everybody",
  effect: "allow",
  priority: 1,
  actions: ["start_session", "connect_viewer", "connect_rdp"],
  when: [],
};

function builtIn(policyId: string, name: string, description: string, session: object): PolicyRecord {
  const document = PolicyDocument.parse({ name, description, session, rules: [EVERYBODY] });
  return { policyId, version: 1, hash: hashObject(document), document, authorId: null, createdAt: null };
}

/** Policies that every node has and nobody changes. Each grants little. */
export const BUILT_IN_POLICIES: readonly PolicyRecord[] = [
  builtIn(
    "standard",
    "Standard",
    "They can type and click. They cannot copy anything in or out, and the desktop has no network.",
    {},
  ),
  builtIn("view-only", "View only", "They can watch. They cannot type, click or copy.", {
    input: { mouse: false, keyboard: false },
  }),
  builtIn("clipboard", "With clipboard", "They can type, click, and copy text both ways. The desktop has no network.", {
    clipboard: { host_to_remote: true, remote_to_host: true },
  }),
  builtIn(
    "internet",
    "With internet",
    "They can type and click, and the desktop reaches the internet, but never this computer.",
    {
      network: "internet",
    },
  ),
];
