import type { Approval, MembershipAnswer, MembershipWish } from "@lucid/chain/network";
import type { Clock, Log } from "@lucid/foundation";
import type { NodeKeys } from "../ground/index.ts";
import type { Joined } from "./network-module.ts";
import type { ChangeRow, NetworkRepository } from "./network-repository.ts";

export interface MembershipChangesDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly keys: NodeKeys;
  readonly repository: NetworkRepository;
}

/** A change that nobody has made by then is forgotten: people are asked, and may be away. */
export const CHANGE_MS = 604_800_000;
/** Between two questions to the same members. */
const ASK_MS = 3_000;
/** A refusal that passes by itself, or with more approvals. */
const PASSING: ReadonlySet<string> = new Set(["handover_under_way", "other_base", "too_few_approvals"]);

export const taken: MembershipAnswer = { refused: null, approval: null };
export const refused = (reason: string): MembershipAnswer => ({ refused: reason, approval: null });

export const wishOf = ({ kind, public_key: key, proof }: ChangeRow): MembershipWish =>
  kind === "admit" ? { op: "admit", key, proof: proof ?? "" } : { op: "remove", key };

/**
 * Changes of the membership that this node asks for: it keeps them, collects the approvals of the members that it is connected with,
 * and makes them as soon as these carry more than two thirds. An approval is of one list: with the next one it is asked for anew.
 */
export function createMembershipChanges({ clock, log, keys, repository }: MembershipChangesDeps) {
  const { publicKey: ownKey } = keys;
  let base = "";
  let approvals = new Map<string, Map<string, Approval>>();
  let askedAt = Number.NEGATIVE_INFINITY;

  /** Approvals of a change of the list in force. */
  function approvalsOf({ engine, module }: Joined, key: string): Map<string, Approval> {
    const { hash } = module.refOf(engine.members.current);
    if (hash !== base) [base, approvals] = [hash, new Map()];
    const known = approvals.get(key) ?? new Map<string, Approval>();
    approvals.set(key, known);
    return known;
  }

  function make(joined: Joined, wish: MembershipWish): MembershipAnswer {
    const { engine, network, module } = joined;
    const { current: list, pending } = engine.members;
    if (pending !== null) return refused("handover_under_way");
    const operations = module.operationsOf(list, wish);
    if (operations.length === 0) return taken;
    const own = { key: ownKey, signature: module.approvalOf(keys, network.hash, { list, operations }) };
    const all = [own, ...approvalsOf(joined, wish.key).values()];
    if (
      !module.weightOf(
        list,
        all.map(({ key }) => key),
      ).isEnough
    )
      return refused("approvals");
    const outcome = engine.change(module.changeOf({ list, operations }, all));
    if (outcome.ok) return taken;
    if (!PASSING.has(outcome.reason)) {
      log.warn({ reason: outcome.reason, key: wish.key }, "network: a change of the membership cannot be made");
      end(network.hash, wish.key);
    }
    return refused(outcome.reason);
  }

  /** Whoever comes back does so by another invitation. */
  function end(network: string, key: string): void {
    repository.endChange(network, key);
    repository.forgetInvitationsOf(key);
  }

  /** Forgets what was made, and what is over. */
  function settle({ engine, network, module }: Joined): readonly ChangeRow[] {
    const { current, pending } = engine.members;
    const rows = repository.changes(network.hash);
    const isDone = (row: ChangeRow): boolean =>
      row.expires_at <= clock.now() || (pending === null && module.operationsOf(current, wishOf(row)).length === 0);
    const done = rows.filter(isDone);
    for (const { public_key } of done) end(network.hash, public_key);
    return rows.filter((row) => !done.includes(row));
  }

  async function collect(joined: Joined, row: ChangeRow): Promise<void> {
    const { engine, network, peers, module } = joined;
    const { current: list } = engine.members;
    const wish = wishOf(row);
    const known = approvalsOf(joined, wish.key);
    const ref = module.refOf(list);
    const operations = module.operationsOf(list, wish);
    const others = peers
      .list()
      .filter(({ key, role }) => role === "member" && key !== ownKey && key !== wish.key && !known.has(key));
    await Promise.all(
      others.map(async ({ key }) => {
        const answer = await peers.request(key, { kind: "approve", ...ref, wish });
        const signature = answer?.approval ?? undefined;
        if (signature !== undefined && module.isApproval(network.hash, { list, operations }, { key, signature }))
          known.set(key, { key, signature });
      }),
    );
  }

  return {
    /** Keeps a change that this node wants, and makes it at once where its own weight is enough. */
    propose(joined: Joined, wish: MembershipWish): MembershipAnswer {
      const { hash: network } = joined.network;
      const before = repository.change(network, wish.key);
      if (before?.proposed_by !== ownKey || before.kind !== wish.op)
        repository.askFor({
          ...{ network, public_key: wish.key, kind: wish.op, proof: wish.op === "admit" ? wish.proof : null },
          ...{ proposed_by: ownKey, decision: "approved", expires_at: Math.floor(clock.now()) + CHANGE_MS },
        });
      return make(joined, wish);
    },
    /** Takes back what this node asked for. */
    withdraw: ({ network }: Joined, key: string): void => end(network.hash, key),
    /** Called again and again. */
    async go(joined: Joined): Promise<void> {
      const own = settle(joined).filter(({ proposed_by }) => proposed_by === ownKey);
      if (own.length === 0 || joined.engine.members.pending !== null || clock.elapsed() - askedAt < ASK_MS) return;
      askedAt = clock.elapsed();
      for (const row of own) {
        await collect(joined, row);
        make(joined, wishOf(row));
      }
    },
    /** What this node knows of the approvals of a change that it asked for. */
    approvals(joined: Joined, key: string): { readonly weight: number; readonly total: number } {
      const { weight, total } = joined.module.weightOf(joined.engine.members.current, [
        ownKey,
        ...approvalsOf(joined, key).keys(),
      ]);
      return { weight, total };
    },
  };
}
export type MembershipChanges = ReturnType<typeof createMembershipChanges>;
