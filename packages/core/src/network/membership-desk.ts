import { createHash } from "node:crypto";
import type { MembershipAnswer, MembershipRequest } from "@lucid/chain/network";
import type { Clock, Log } from "@lucid/foundation";
import type { NodeKeys } from "../ground/index.ts";
import type { Joined, NetworkEngineModule } from "./network-module.ts";
import type { NetworkRepository } from "./network-repository.ts";

export interface MembershipDeskDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly keys: NodeKeys;
  readonly repository: NetworkRepository;
}

/** What recognizes a token, and gives nothing away of it. */
export const tokenHash = (token: string): string => createHash("sha256").update(token, "hex").digest("hex");

const taken: MembershipAnswer = { refused: null };
const refused = (reason: string): MembershipAnswer => ({ refused: reason });

/**
 * Decides about nodes that want to become members, or to be none any more, where this member carries more than two thirds of
 * the weight, with the leaving one's own if it approves. An invitation is good for the first key that shows it, until that one leaves.
 */
export function createMembershipDesk({ clock, log, keys, repository }: MembershipDeskDeps) {
  function change(
    { engine, network, module }: Joined,
    operations: ReturnType<NetworkEngineModule["removalOf"]>,
    others: readonly { readonly key: string; readonly signature: string }[] = [],
  ): MembershipAnswer {
    const { current: list } = engine.members;
    const own = { key: keys.publicKey, signature: module.approvalOf(keys, network.hash, { list, operations }) };
    const outcome = engine.change(module.changeOf({ list, operations }, [own, ...others]));
    if (outcome.ok) return taken;
    log.info({ reason: outcome.reason }, "network: a change of the membership is not made now");
    return refused(outcome.reason);
  }

  function join(joined: Joined, key: string, { token, proof }: Extract<MembershipRequest, { kind: "join" }>): MembershipAnswer {
    const { engine, network, module } = joined;
    const hash = tokenHash(token);
    const invitation = repository.invitation(hash, network.hash);
    if (invitation === undefined || (invitation.used_by ?? key) !== key) return refused("invitation");
    const { current, pending } = engine.members;
    if ([current, pending].some((list) => list?.members.some(({ public_key }) => public_key === key))) return taken;
    if (invitation.expires_at <= clock.now()) return refused("invitation");
    if (pending !== null) return refused("handover_under_way");
    if (!module.decidesAlone(current, keys.publicKey)) return refused("approvals");
    const answer = change(joined, module.admissionOf(current, { key, proof }));
    if (answer.refused === null) repository.useInvitation(hash, key);
    return answer;
  }

  function leave(joined: Joined, key: string, request: Extract<MembershipRequest, { kind: "leave" }>): MembershipAnswer {
    const { engine, module } = joined;
    const { current, pending } = engine.members;
    if (pending !== null) return refused("handover_under_way");
    const operations = module.removalOf(current, key);
    if (operations.length === 0) return taken;
    if (!module.isListOf(current, request)) return refused("other_base");
    const answer = change(joined, operations, [{ key, signature: request.signature }]);
    // Whoever leaves comes back by another invitation, or not at all.
    if (answer.refused === null) repository.forgetInvitationsOf(key);
    return answer.refused === "too_few_approvals" ? refused("approvals") : answer;
  }

  return {
    decide: (joined: Joined, key: string, request: MembershipRequest): MembershipAnswer =>
      request.kind === "join" ? join(joined, key, request) : leave(joined, key, request),
    /** Takes this node itself out of the list, where its own weight is enough. */
    removeSelf: (joined: Joined): MembershipAnswer =>
      change(joined, joined.module.removalOf(joined.engine.members.current, keys.publicKey)),
  };
}
export type MembershipDesk = ReturnType<typeof createMembershipDesk>;
