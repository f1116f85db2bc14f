import { createHash } from "node:crypto";
import type { MembershipAnswer, MembershipRequest } from "@lucid/chain/network";
import type { Clock } from "@lucid/foundation";
import type { NodeKeys } from "../ground/index.ts";
import { CHANGE_MS, type MembershipChanges, refused, taken } from "./membership-changes.ts";
import type { Joined } from "./network-module.ts";
import type { NetworkRepository } from "./network-repository.ts";

export interface MembershipDeskDeps {
  readonly clock: Clock;
  readonly keys: NodeKeys;
  readonly repository: NetworkRepository;
  readonly changes: MembershipChanges;
}

/** Changes of one member that wait here at a time: it cannot fill the disk, or what a person is shown. */
const MAX_OPEN = 16;

/** What recognizes a token, and gives nothing away of it. */
export const tokenHash = (token: string): string => createHash("sha256").update(token, "hex").digest("hex");

/**
 * Answers peers about the membership. Whoever shows a token of an invitation is to be admitted: an invitation is good for the first key that
 * shows it. What another member asks for waits for the word of whoever runs this node; nobody who wants to leave is held.
 */
export function createMembershipDesk({ clock, keys, repository, changes }: MembershipDeskDeps) {
  function join(joined: Joined, key: string, { token, proof }: Extract<MembershipRequest, { kind: "join" }>): MembershipAnswer {
    const { engine, network, module } = joined;
    const { current, pending } = engine.members;
    if ([current, pending].some((list) => list?.members.some(({ public_key }) => public_key === key))) return taken;
    const hash = tokenHash(token);
    const invitation = repository.invitation(hash, network.hash);
    if (invitation === undefined || (invitation.used_by ?? key) !== key) return refused("invitation");
    if (invitation.used_by === null && invitation.expires_at <= clock.now()) return refused("invitation");
    if (!module.isConsent(network.hash, key, proof)) return refused("bad_registration");
    repository.useInvitation(hash, key);
    return changes.propose(joined, { op: "admit", key, proof });
  }

  function approve(
    joined: Joined,
    key: string,
    { wish, ...ref }: Extract<MembershipRequest, { kind: "approve" }>,
  ): MembershipAnswer {
    const { engine, network, module } = joined;
    const { current: list, pending } = engine.members;
    if (!list.members.some(({ public_key }) => public_key === key)) return refused("no_such_member");
    if (pending !== null) return refused("handover_under_way");
    if (!module.isListOf(list, ref)) return refused("other_base");
    const operations = module.operationsOf(list, wish);
    if (operations.length === 0) return refused("other_base");
    if (wish.op === "admit" && !module.isConsent(network.hash, wish.key, wish.proof)) return refused("bad_registration");
    const isLeaving = wish.op === "remove" && wish.key === key;
    const decision = isLeaving ? "approved" : decisionOf(network.hash, key, wish);
    if (decision !== "approved") return refused(decision);
    return { refused: null, approval: module.approvalOf(keys, network.hash, { list, operations }) };
  }

  /** What was said here of a change; one that nobody has heard of is kept for whoever runs this node. */
  function decisionOf(
    network: string,
    key: string,
    wish: Extract<MembershipRequest, { kind: "approve" }>["wish"],
  ): "approved" | "approvals" | "declined" | "too_many" | "own" {
    if (wish.key === keys.publicKey) return "own";
    const row = repository.change(network, wish.key);
    if (row?.kind === wish.op) return row.decision === "open" ? "approvals" : row.decision;
    const isFull = repository.changes(network).filter(({ proposed_by }) => proposed_by === key).length >= MAX_OPEN;
    if (isFull) return "too_many";
    repository.askFor({
      ...{ network, public_key: wish.key, kind: wish.op, proof: wish.op === "admit" ? wish.proof : null },
      ...{ proposed_by: key, decision: "open", expires_at: Math.floor(clock.now()) + CHANGE_MS },
    });
    return "approvals";
  }

  return {
    decide: (joined: Joined, key: string, request: MembershipRequest): MembershipAnswer =>
      request.kind === "join" ? join(joined, key, request) : approve(joined, key, request),
  };
}
export type MembershipDesk = ReturnType<typeof createMembershipDesk>;
