import { comparePositions } from "../../schedule/slots.ts";
import type { HeldVote } from "../blocks/check-votes.ts";
import type { PreparedBlock } from "../blocks/prepare-block.ts";

export interface SignedBlock {
  readonly slot: number;
  readonly position: number;
  readonly hash: string;
}

/** The last block and the vote for the greatest height that are known of each key. */
export interface LastSigned {
  sawBlock(prepared: PreparedBlock): void;
  sawVote(vote: HeldVote): void;
  of(key: string): { readonly block: SignedBlock | undefined; readonly vote: HeldVote | undefined };
  all(): SignedByAll;
}

export interface SignedByAll {
  readonly blocks: readonly (readonly [key: string, block: SignedBlock])[];
  readonly votes: readonly HeldVote[];
}

export function createLastSigned(known: SignedByAll = { blocks: [], votes: [] }): LastSigned {
  const blocks = new Map(known.blocks);
  const votes = new Map(known.votes.map((vote) => [vote.attester, vote]));
  return {
    sawBlock({ hash, block: { header } }) {
      const { producer, slot, position } = header;
      const last = blocks.get(producer);
      if (last === undefined || comparePositions(header, last) > 0) blocks.set(producer, { slot, position, hash });
    },
    sawVote(vote) {
      const last = votes.get(vote.attester);
      if (last === undefined || vote.target.height > last.target.height) votes.set(vote.attester, vote);
    },
    of: (key) => ({ block: blocks.get(key), vote: votes.get(key) }),
    all: () => ({ blocks: [...blocks], votes: [...votes.values()] }),
  };
}
