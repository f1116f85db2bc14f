import type { PolicyAction, PolicyDecision, SessionPolicy } from "@lucid/contract";
import { type Circumstances, type CompiledPolicy, type CompiledRule, outranks } from "./compile-policy.ts";

/** An approval that is in force: for one person, one version of a policy and one action. */
export interface HeldGrant {
  readonly requestId: string;
  readonly userId: string;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly action: PolicyAction;
  /** The only session it is for; null for any. */
  readonly sessionId: string | null;
}

/** What the owner of a session agreed to, as far as rules cannot go beyond it. */
export type Terms = Pick<SessionPolicy, "input" | "clipboard" | "network">;

export interface Question extends Circumstances {
  readonly action: PolicyAction;
  readonly terms: Terms;
  /** The policy of the session. */
  readonly chosen: CompiledPolicy;
  /** Policies whose rules hold in every session. */
  readonly everywhere: readonly CompiledPolicy[];
  /** What became of the chosen version since. Only a start asks for it: a session that runs goes on under what was agreed to. */
  readonly standing: "current" | "retired" | "superseded";
  readonly sessionId: string | undefined;
  /** Those of the person that have not ended. */
  readonly grants: readonly HeldGrant[];
}

/** Where what the owner agreed to says whether something may be done at all. */
const GRANTED: Readonly<Partial<Record<PolicyAction, (terms: Terms) => boolean>>> = {
  type: ({ input }) => input.keyboard,
  point: ({ input }) => input.mouse,
  copy_in: ({ clipboard }) => clipboard.host_to_remote,
  copy_out: ({ clipboard }) => clipboard.remote_to_host,
  use_network: ({ network }) => network === "internet",
};

/**
 * May this person do that in a session under this policy, at that moment?
 *
 * Pure, and the only place that answers it. In this order: an account that is not active may nothing; nothing starts
 * under a policy or version that is out of use; what the session's terms do not grant, no rule can; then the rule of the
 * highest priority that speaks, of the chosen policy and of those that hold everywhere, on ties deny before ask before
 * allow; where none speaks, what the terms grant is allowed, and everything else is denied.
 */
export function decide(question: Question): PolicyDecision {
  const { action, chosen, person, standing, terms } = question;
  const { policyId: policy_id, version: policy_version } = chosen;
  const answer = (effect: PolicyDecision["effect"], because: PolicyDecision["because"]): PolicyDecision => ({
    ...{ effect, because, policy_id, policy_version, rule_id: null, request_id: null },
  });
  if (!person.isActive) return answer("deny", "account");
  if (action === "start_session" && standing !== "current") return answer("deny", standing);
  const granted = GRANTED[action]?.(terms);
  if (granted === false) return answer("deny", "terms");
  const found = strongest(question);
  if (!found) return granted ? answer("allow", "terms") : answer("deny", "default");
  const { policy, rule } = found;
  const ruled = { policy_id: policy.policyId, policy_version: policy.version, rule_id: rule.rule_id };
  const grant = rule.effect === "ask" ? grantFor(question, policy) : undefined;
  if (grant) return { ...ruled, effect: "allow", because: "access", request_id: grant.requestId };
  return { ...ruled, effect: rule.effect, because: "rule", request_id: null };
}

function strongest(question: Question): { policy: CompiledPolicy; rule: CompiledRule } | undefined {
  let found: { policy: CompiledPolicy; rule: CompiledRule } | undefined;
  for (const policy of [question.chosen, ...question.everywhere]) {
    // The first that holds is the strongest of its policy.
    const rule = policy.rulesOf(question.action).find(({ holds }) => holds(question));
    if (rule && (!found || outranks(rule, found.rule))) found = { policy, rule };
  }
  return found;
}

function grantFor({ action, grants, person, sessionId }: Question, policy: CompiledPolicy): HeldGrant | undefined {
  return grants.find(
    (grant) =>
      grant.userId === person.userId &&
      grant.action === action &&
      grant.policyId === policy.policyId &&
      grant.policyVersion === policy.version &&
      (grant.sessionId === null || grant.sessionId === sessionId),
  );
}
