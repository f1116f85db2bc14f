import { PolicyId, RequestId } from "@lucid/contract";
import type { AuditLog } from "../audit/index.ts";
import type { Area, Caller } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { Accounts, GroupRepository, People } from "../people/index.ts";
import { createAccessGrants } from "./access-grants.ts";
import { type AccessRow, createAccessRepository } from "./access-repository.ts";
import { createAccessService, seesRequest } from "./access-service.ts";
import { createAccessRequests } from "./create-access-requests.ts";
import { createPoliciesService, managesAll } from "./create-policies-service.ts";
import type { Person } from "./person.ts";
import { createPolicyBook } from "./policy-book.ts";
import { createPolicyRepository, policyTables } from "./policy-repository.ts";
import { createSessionRules, type GovernedSession, type SessionRules } from "./session-rules.ts";

export interface PoliciesArea extends Area {
  readonly rules: SessionRules;
  /** Names of the node's policies in use whose rules name a group. */
  naming(groupId: string): readonly string[];
  /** Access for a while, over the sessions that it may be asked for. @param session as the caller may see it; throws SESSION_NOT_FOUND */
  startRequests(session: (sessionId: string, caller: Caller) => GovernedSession): RequestsArea;
}

export interface RequestsArea extends Area {
  request(requestId: string): Pick<AccessRow, "request_id" | "user_id" | "action" | "status" | "requested_at"> | undefined;
  /** Those that nobody has decided yet. */
  pending(): readonly string[];
}

export interface PoliciesDeps {
  readonly accounts: Pick<Accounts, "find" | "onErased">;
  readonly groups: Pick<GroupRepository, "holds">;
  readonly people: Pick<People, "getUser">;
  readonly audit: Pick<AuditLog, "record">;
}

/** How often what is over is noted. It opens nothing from the moment on. */
const SWEEP_MS = 1_000;

/** What people may do in sessions: policies that are stored, versions of them that stay, and the one place that decides. */
export function startPolicies(
  ground: Pick<Ground, "db" | "clock" | "randomness" | "time" | "every">,
  { accounts, groups, people, audit }: PoliciesDeps,
): PoliciesArea {
  const { db, time } = ground;
  db.attach(policyTables);
  const repository = createPolicyRepository(db);
  const book = createPolicyBook(repository);
  const access = createAccessRepository(db);
  const steadyNow = (): number => time.steady.now();
  const grants = createAccessGrants({ repository: access, steadyNow });
  const requests = createAccessRequests({ ...ground, steadyNow, repository: access, grants, book, audit });
  const erasing = accounts.onErased(({ userId }) => {
    access.erase(userId);
    repository.erase(userId);
    book.changed();
    grants.forget(userId);
  });
  function person(userId: string): Person {
    const account = accounts.find(userId);
    if (!account) return { userId, role: "USER", kycStatus: "none", isIn: () => false, isActive: false };
    const { role, kyc_status: kycStatus, status } = account;
    return { userId, role, kycStatus, isIn: (groupId) => groups.holds(groupId, userId), isActive: status === "active" };
  }
  const deps = { ...ground, repository, book, person, grants: grants.held };
  const rules = createSessionRules({ ...deps, requests });

  return {
    rules,
    naming: (groupId) => book.naming(groupId),
    ownData: (userId) => [
      { name: "policies", entries: repository.ofPerson(userId) },
      { name: "access_requests", entries: access.ofPerson(userId) },
    ],
    services: { policies: createPoliciesService(deps) },
    events: {
      policy(policyId, { principal }) {
        const policy = principal?.permissions.has("view_trust_policies") ? book.find(policyId) : undefined;
        if (!policy || !principal) return undefined;
        const sees = policy.kind !== "own" || policy.ownerId === principal.userId || managesAll(principal);
        return sees ? { type: "policy", policy_id: PolicyId.parse(policyId) } : undefined;
      },
    },
    startRequests(session) {
      const sweeping = ground.every(SWEEP_MS, () => requests.sweep());
      const everyPending = { status: "pending" } as const;
      return {
        request: (requestId) => access.find(requestId),
        pending: () => access.list(everyPending, { limit: 1_000, offset: 0 }).rows.map(({ request_id }) => request_id),
        services: {
          accessRequests: createAccessService({
            ...{ repository: access, requests, book, rules, people, session, steady: time.steady },
          }),
        },
        events: {
          access_request(requestId, { principal }) {
            const row = access.find(requestId);
            if (!row || !principal || !seesRequest(row, principal)) return undefined;
            return { type: "access_request", request_id: RequestId.parse(requestId) };
          },
        },
        [Symbol.asyncDispose]: async () => sweeping[Symbol.dispose](),
      };
    },
    [Symbol.asyncDispose]: async () => erasing[Symbol.dispose](),
  };
}
