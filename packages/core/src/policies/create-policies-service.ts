import {
  loginErrors,
  MAX_OWN_POLICIES,
  type PolicyDocument,
  type PolicyVersion,
  policyErrors,
  type Role,
  type StoredPolicy,
  UserId,
} from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import { hashObject } from "@lucid/proof";
import { type Caller, type Principal, requirePrincipal, type Services } from "../calls/index.ts";
import { scopeOf } from "../people/index.ts";
import { EVERYBODY, type PolicyRecord } from "./built-in-policies.ts";
import { type CompiledPolicy, compilePolicy } from "./compile-policy.ts";
import { decide, type HeldGrant, type Question, type Terms } from "./decide.ts";
import type { Person } from "./person.ts";
import type { KnownPolicy, PolicyBook } from "./policy-book.ts";
import type { PolicyRepository } from "./policy-repository.ts";

export interface PoliciesServiceDeps {
  readonly clock: Pick<Clock, "now">;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly repository: PolicyRepository;
  readonly book: PolicyBook;
  readonly person: (userId: string) => Person;
  readonly grants: (userId: string) => readonly HeldGrant[];
}

/** The node's policies at once. */
const MAX_NODE_POLICIES = 500;
/** Of a session about which only the rules are asked. */
const OPEN: Terms = {
  input: { mouse: true, keyboard: true },
  clipboard: { host_to_remote: true, remote_to_host: true },
  network: "internet",
};

/** Whether somebody manages the policies of everybody. */
export const managesAll = ({ role, adminLabel, permissions }: Pick<Principal, "role" | "adminLabel" | "permissions">): boolean =>
  permissions.has("manage_trust_policies") && scopeOf({ role, admin_label: adminLabel }, "manage_trust_policies") === "all";

/** The part of the contract about policies: what there is, new versions, and what they would decide. */
export function createPoliciesService(deps: PoliciesServiceDeps): Services["policies"] {
  const { clock, randomness, repository, book } = deps;

  const sees = ({ kind, ownerId }: KnownPolicy, principal: Principal): boolean =>
    kind !== "own" || ownerId === principal.userId || managesAll(principal);
  const changes = ({ kind, ownerId }: KnownPolicy, principal: Principal): boolean =>
    kind !== "built_in" &&
    principal.permissions.has("manage_trust_policies") &&
    (ownerId === principal.userId || managesAll(principal));

  /** @throws POLICY_NOT_FOUND. */
  function visible(policyId: string, principal: Principal): KnownPolicy {
    const found = book.find(policyId);
    if (!found || !sees(found, principal)) throw policyErrors.POLICY_NOT_FOUND();
    return found;
  }
  /** @throws POLICY_NOT_FOUND, POLICY_READ_ONLY. */
  function changeable(policyId: string, principal: Principal): KnownPolicy {
    const found = visible(policyId, principal);
    if (!changes(found, principal)) throw policyErrors.POLICY_READ_ONLY();
    return found;
  }

  function requireRoom(ownerId: string | null): void {
    if (ownerId === null) {
      const count = repository.heads().filter(({ owner_id, status }) => owner_id === null && status === "enabled").length;
      if (count >= MAX_NODE_POLICIES) throw policyErrors.TOO_MANY_POLICIES({ limit: MAX_NODE_POLICIES });
    } else if (repository.count(ownerId) >= MAX_OWN_POLICIES) {
      throw policyErrors.TOO_MANY_POLICIES({ limit: MAX_OWN_POLICIES });
    }
  }

  /** Somebody's own rules bind nobody else. */
  function requireFits({ applies }: PolicyDocument, ownerId: string | null): void {
    if (ownerId !== null && applies === "everywhere") throw policyErrors.POLICY_READ_ONLY();
  }

  function versionOf(policyId: string, version: number, document: PolicyDocument, authorId: string): PolicyRecord {
    // Half of a surrogate pair has no UTF-8 form, so nothing that holds one could be hashed.
    const kept = { ...document, name: document.name.toWellFormed(), description: document.description.toWellFormed() };
    return { policyId, version, hash: hashObject(kept), document: kept, authorId, createdAt: clock.now() };
  }

  const shown = (policyId: string, principal: Principal): StoredPolicy => shownPolicy(visible(policyId, principal), principal);
  const shownPolicy = (policy: KnownPolicy, principal: Principal): StoredPolicy => ({
    policy_id: policy.policyId,
    kind: policy.kind,
    owner_id: policy.ownerId === null ? null : UserId.parse(policy.ownerId),
    status: policy.status,
    updated_at: isoOrNull(policy.updatedAt),
    current: shownVersion(policy.current),
    may_change: changes(policy, principal),
  });

  function about(input: Asked, principal: Principal): Person {
    const { role, group_ids = [] } = input;
    const isOther = (input.user_id !== undefined && input.user_id !== principal.userId) || role !== undefined;
    if (isOther && !managesAll(principal)) throw loginErrors.PERMISSION_DENIED({ permission: "manage_trust_policies" });
    const userId = input.user_id ?? (role === undefined ? principal.userId : NOBODY);
    if (role === undefined) return deps.person(userId);
    const asked: ReadonlySet<string> = new Set(group_ids);
    return { userId, role, kycStatus: input.kyc_status ?? "none", isIn: (groupId) => asked.has(groupId), isActive: true };
  }

  /** What would govern a session under this policy; of one that holds everywhere, a session that may everything else. */
  function governing(policy: KnownPolicy, document: PolicyDocument | undefined): GoverningQuestion {
    const { policyId, current, kind } = policy;
    const version = document ? current.version + 1 : current.version;
    const asked = document ?? current.document;
    const compiled = document ? compilePolicy({ policyId, version }, document) : book.ready(current);
    const others = book.everywhere().filter((other) => other.policyId !== policyId);
    if (asked.session) {
      const standing = policy.status === "enabled" || document ? "current" : "retired";
      return { kind, chosen: compiled, standing, terms: asked.session, everywhere: others };
    }
    return { kind: "built_in", chosen: ANYTHING, standing: "current", terms: OPEN, everywhere: [...others, compiled] };
  }

  function ruleOf(policyId: string | null, ruleId: string | null, asked: KnownPolicy, document: PolicyDocument | undefined) {
    const policy = policyId === null || policyId === asked.policyId ? asked : book.find(policyId);
    const said = policy === asked && document ? document : policy?.current.document;
    return {
      rule: said?.rules.find(({ rule_id }) => rule_id === ruleId) ?? null,
      policy_name: policyId === null ? null : (said?.name ?? null),
    };
  }

  return {
    list(input, caller) {
      const principal = requirePrincipal(caller);
      const wanted = book
        .all()
        .filter((policy) => sees(policy, principal) && (input.status === "all" || policy.status === input.status));
      return { policies: wanted.map((policy) => shownPolicy(policy, principal)) };
    },
    create(input, caller) {
      const principal = requirePrincipal(caller);
      if (input.kind === "node" && !managesAll(principal)) throw policyErrors.POLICY_READ_ONLY();
      const ownerId = input.kind === "node" ? null : principal.userId;
      requireFits(input.document, ownerId);
      requireRoom(ownerId);
      const policyId = randomness.uuid();
      repository.insert(versionOf(policyId, 1, input.document, principal.userId), principal.userId, ownerId, clock.now());
      book.changed();
      named(caller, policyId);
      return shown(policyId, principal);
    },
    get: (input, caller) => shown(input.policy_id, requirePrincipal(caller)),
    versions(input, caller) {
      const { policyId, kind, current } = visible(input.policy_id, requirePrincipal(caller));
      return { versions: (kind === "built_in" ? [current] : repository.versions(policyId)).map(shownVersion) };
    },
    update(input, caller) {
      const principal = requirePrincipal(caller);
      const { policyId, ownerId, current, status } = changeable(input.policy_id, principal);
      if (current.version !== input.based_on) throw policyErrors.POLICY_CHANGED({ version: current.version });
      requireFits(input.document, ownerId);
      if (status === "retired") requireRoom(ownerId);
      repository.advance(
        versionOf(policyId, current.version + 1, input.document, principal.userId),
        principal.userId,
        clock.now(),
      );
      book.changed();
      return shown(policyId, principal);
    },
    retire(input, caller) {
      const principal = requirePrincipal(caller);
      const { policyId } = changeable(input.policy_id, principal);
      repository.retire(policyId, clock.now());
      book.changed();
      return shown(policyId, principal);
    },
    evaluate(input, caller) {
      const principal = requirePrincipal(caller);
      const policy = visible(input.policy_id, principal);
      const person = about(input, principal);
      const atMs = input.at === undefined ? clock.now() : Date.parse(input.at);
      const decision = decide({
        ...governing(policy, input.document),
        ...{ action: input.action, person, atMs, template: input.template, sessionId: input.session_id },
        grants: deps.grants(person.userId),
      });
      return { decision, ...ruleOf(decision.policy_id, decision.rule_id, policy, input.document) };
    },
  };
}

/** Whom a question is about. */
interface Asked {
  readonly user_id?: string | undefined;
  readonly role?: Role | undefined;
  readonly group_ids?: readonly string[] | undefined;
  readonly kyc_status?: Person["kycStatus"] | undefined;
}

type GoverningQuestion = Pick<Question, "kind" | "chosen" | "standing" | "terms" | "everywhere">;

/** Whom no condition on a person means. */
const NOBODY = "00000000-0000-0000-0000-000000000000";
const ANYTHING: CompiledPolicy = compilePolicy({ policyId: null, version: null }, { rules: [EVERYBODY], time_zone: "UTC" });

const named = (caller: Caller, policyId: string): void => caller.identify({ target: policyId });

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const shownVersion = ({ policyId, version, hash, document, authorId, createdAt }: PolicyRecord): PolicyVersion => ({
  policy_id: policyId,
  version,
  hash,
  document,
  author_id: authorId === null ? null : UserId.parse(authorId),
  created_at: isoOrNull(createdAt),
});
