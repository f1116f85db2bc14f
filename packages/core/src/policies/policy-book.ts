import type { AgreedPolicy, PolicyKind } from "@lucid/contract";
import { hashObject } from "@lucid/proof";
import QuickLRU from "quick-lru";
import { BUILT_IN_POLICIES, EVERYBODY, type PolicyRecord } from "./built-in-policies.ts";
import { type CompiledPolicy, compilePolicy } from "./compile-policy.ts";
import type { Question } from "./decide.ts";
import type { PolicyHead, PolicyRepository } from "./policy-repository.ts";

/** A policy with the version in use. */
export interface KnownPolicy {
  readonly policyId: string;
  readonly kind: Exclude<PolicyKind, "inline">;
  readonly ownerId: string | null;
  readonly status: PolicyHead["status"];
  readonly updatedAt: number | null;
  readonly current: PolicyRecord;
}

/** What governs a session: its policy, made ready, and what became of it. */
export type Governing = Pick<Question, "kind" | "chosen" | "standing">;

/** Versions kept ready; each is a few kilobytes. */
const MAX_COMPILED = 500;

/** Policies that came whole with a call: what they grant, whoever wrote them may do. */
const INLINE: CompiledPolicy = compilePolicy({ policyId: null, version: null }, { rules: [EVERYBODY], time_zone: "UTC" });
/** A version that is not in the database any more, as after an older backup: nothing is allowed under it. */
const LOST: CompiledPolicy = compilePolicy({ policyId: null, version: null }, { rules: [], time_zone: "UTC" });

const builtIns = new Map(BUILT_IN_POLICIES.map((record) => [record.policyId, record]));
const builtInsByTerms = new Map(BUILT_IN_POLICIES.map((record) => [hashObject(record.document.session), record]));

/** The policies of this node, the program's own among them. */
export function createPolicyBook(repository: PolicyRepository) {
  const compiled = new QuickLRU<string, CompiledPolicy>({ maxSize: MAX_COMPILED });
  let everywhere: readonly CompiledPolicy[] | undefined;

  function ready(record: PolicyRecord): CompiledPolicy {
    const known = compiled.get(record.hash);
    if (known?.policyId === record.policyId && known.version === record.version) return known;
    const made = compilePolicy(record, record.document);
    compiled.set(record.hash, made);
    return made;
  }

  function known(head: PolicyHead): KnownPolicy {
    const current = repository.version(head.policy_id, head.version);
    if (!current) throw new Error(`The policy ${head.policy_id} has lost its version ${head.version}`);
    const kind = head.owner_id === null ? "node" : "own";
    return { policyId: head.policy_id, kind, ownerId: head.owner_id, status: head.status, updatedAt: head.updated_at, current };
  }

  const ofProgram = (current: PolicyRecord): KnownPolicy => ({
    ...{ policyId: current.policyId, kind: "built_in", ownerId: null, status: "enabled", updatedAt: null, current },
  });

  function find(policyId: string): KnownPolicy | undefined {
    const own = builtIns.get(policyId);
    if (own) return ofProgram(own);
    const head = repository.head(policyId);
    return head && known(head);
  }

  /** Of a version that was agreed to. */
  function governingOf(policyId: string, version: number): Governing {
    const own = builtIns.get(policyId);
    if (own?.version === version) return { kind: "built_in", chosen: ready(own), standing: "current" };
    const head = repository.head(policyId);
    const record = repository.version(policyId, version);
    if (!head || !record) return { kind: "node", chosen: LOST, standing: "retired" };
    const inUse = head.version === version ? "current" : "superseded";
    const standing = head.status === "retired" ? "retired" : inUse;
    return { kind: head.owner_id === null ? "node" : "own", chosen: ready(record), standing };
  }

  function version(policyId: string, number: number): PolicyRecord | undefined {
    const own = builtIns.get(policyId);
    return own?.version === number ? own : repository.version(policyId, number);
  }

  return {
    find,
    ready,
    version,
    /** The program's first, then those that people made, last changed first. */
    all: (): KnownPolicy[] => [...BUILT_IN_POLICIES.map(ofProgram), ...repository.heads().map(known)],
    /** @param hash of the agreed document */
    governing(agreed: AgreedPolicy, hash: string): Governing {
      if (agreed.version === 2 && agreed.source) return governingOf(agreed.source.policy_id, agreed.source.version);
      const own = builtInsByTerms.get(hash);
      return own
        ? { kind: "built_in", chosen: ready(own), standing: "current" }
        : { kind: "inline", chosen: INLINE, standing: "current" };
    },
    /** Those whose rules hold in every session. */
    everywhere(): readonly CompiledPolicy[] {
      everywhere ??= repository
        .heads()
        .filter(({ status, owner_id }) => status === "enabled" && owner_id === null)
        .map(known)
        .filter(({ current }) => current.document.applies === "everywhere")
        .map(({ current }) => ready(current));
      return everywhere;
    },
    /** Names of those in use, of this node, whose rules ask whether somebody is in a group. */
    naming: (groupId: string): string[] =>
      repository
        .heads()
        .filter(({ status, owner_id }) => status === "enabled" && owner_id === null)
        .map((head) => known(head).current.document)
        .filter(({ rules }) =>
          rules.some(({ when }) => when.some((one) => one.field === "group" && one.value.some((named) => named === groupId))),
        )
        .map(({ name }) => name),
    /** A policy has another version or status. */
    changed(): void {
      everywhere = undefined;
    },
  };
}
export type PolicyBook = ReturnType<typeof createPolicyBook>;
