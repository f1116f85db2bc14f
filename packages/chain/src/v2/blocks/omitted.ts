import { applyTransaction } from "../kinds/apply-transaction.ts";
import { operatorOf } from "../kinds/sender.ts";
import { type BranchState, createDraft } from "../state/branch-state.ts";
import type { BlockRules } from "./block-context.ts";
import { createBlockRoom, shareOf } from "./block-room.ts";
import type { MemberQueue } from "./build-block.ts";
import { expiryProblem, itemCount, type PreparedBlock, type PreparedTransaction } from "./prepare-block.ts";

export interface Judged {
  readonly prepared: PreparedBlock;
  /** Members among whom the block is shared: those of its parent's list. */
  readonly members: number;
  readonly after: BranchState;
}

/**
 * The first transaction that a block leaves out although it had to hold it (consensus 6.7): one of those that wait, the first of
 * its key above the block, that `isDue` says were held for long enough; valid after the block, within its member's share, and one
 * that would have fitted if every other member had been kept to its own.
 */
export function omittedFrom(
  { prepared, members, after }: Judged,
  waiting: readonly MemberQueue[],
  {
    network,
    checkSignature,
    isDue,
  }: Pick<BlockRules, "network" | "checkSignature"> & { readonly isDue: (id: string) => boolean },
): PreparedTransaction | undefined {
  const { header, attestations } = prepared.block;
  const { parameters } = after;
  const share = shareOf(parameters, members);
  const place = { height: header.height, epoch: header.epoch, parameters, network: network.hash, checkSignature };
  const memberOf = ({ sent: { transaction } }: PreparedTransaction): string =>
    operatorOf(createDraft(after), transaction.sender) ?? transaction.sender;
  const held = prepared.transactions.map((transaction) => ({ transaction, member: memberOf(transaction) }));

  function hasRoom(left: PreparedTransaction): boolean {
    const own = memberOf(left);
    const room = createBlockRoom(parameters, attestations);
    const taken = new Map<string, number>();
    for (const { transaction, member } of held) {
      const items = (taken.get(member) ?? 0) + itemCount(transaction.sent);
      if (member !== own && items > share) continue;
      taken.set(member, items);
      room.take(transaction);
    }
    return (taken.get(own) ?? 0) + itemCount(left.sent) <= share && room.fits(left);
  }

  const isLeftOut = (next: PreparedTransaction): boolean =>
    isDue(next.id) &&
    expiryProblem(next.sent, header.timestamp) === undefined &&
    hasRoom(next) &&
    applyTransaction(createDraft(after), next.sent, place) === undefined;

  return waiting
    .flat()
    .flatMap(([first]) => first ?? [])
    .find(isLeftOut);
}
