import { PolicyId } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { Accounts } from "../people/index.ts";
import { createPoliciesService, managesAll } from "./create-policies-service.ts";
import type { Person } from "./person.ts";
import { createPolicyBook } from "./policy-book.ts";
import { createPolicyRepository, policyTables } from "./policy-repository.ts";
import { createSessionRules, type SessionRules } from "./session-rules.ts";

export interface PoliciesArea extends Area {
  readonly rules: SessionRules;
}

export interface PoliciesDeps {
  readonly accounts: Pick<Accounts, "find">;
}

/** What people may do in sessions: policies that are stored, versions of them that stay, and the one place that decides. */
export function startPolicies(ground: Pick<Ground, "db" | "clock" | "randomness">, { accounts }: PoliciesDeps): PoliciesArea {
  const { db } = ground;
  db.attach(policyTables);
  const repository = createPolicyRepository(db);
  const book = createPolicyBook(repository);
  function person(userId: string): Person {
    const account = accounts.find(userId);
    if (!account) return { userId, role: "USER", kycStatus: "none", isActive: false };
    return { userId, role: account.role, kycStatus: account.kyc_status, isActive: account.status === "active" };
  }
  const deps = { ...ground, repository, book, person, grants: () => [] };

  return {
    rules: createSessionRules(deps),
    services: { policies: createPoliciesService(deps) },
    events: {
      policy(policyId, { principal }) {
        const policy = principal?.permissions.has("view_trust_policies") ? book.find(policyId) : undefined;
        if (!policy || !principal) return undefined;
        const sees = policy.kind !== "own" || policy.ownerId === principal.userId || managesAll(principal);
        return sees ? { type: "policy", policy_id: PolicyId.parse(policyId) } : undefined;
      },
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
