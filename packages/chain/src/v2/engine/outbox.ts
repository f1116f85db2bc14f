import { DOMAIN, hashObject, v2 } from "@lucid/proof";
import type { ChainKeys } from "../../ports.types.ts";
import { MAX_LIFETIME } from "../blocks/prepare-block.ts";
import { isOutdated, nextSequence } from "../kinds/is-spent.ts";
import type { BranchState } from "../state/branch-state.ts";
import type { Rows } from "../state/rows.ts";
import type { NetworkStore } from "../store/store.types.ts";

/** What a transaction says, before it has a sender and a sequence. */
export type Content =
  | { readonly type: v2.ListType; readonly items: readonly v2.Item[] }
  | { readonly type: "membership"; readonly data: v2.MembershipChange }
  | { readonly type: "evidence"; readonly data: v2.OffencePair }
  | { readonly type: "task_proof"; readonly data: v2.TaskProof }
  | { readonly type: "node_registration"; readonly data: v2.NodeRegistration }
  | { readonly type: "governance"; readonly data: v2.GovernanceAction }
  | { readonly type: "network_link"; readonly data: v2.NetworkLink };

/** What a node sends itself: on the disk from the moment it is accepted until it is final. */
export interface Outbox {
  /** Signs a content as the next one of this node. `time` is in unix seconds. */
  sign(content: Content, rows: Rows, time: number): v2.SentTransaction;
  /** Keeps what was signed, and returns its id. */
  keep(sent: v2.SentTransaction): string;
  /** Whether this transaction is under way and not final yet. */
  has(id: string): boolean;
  /** In order of sequence. */
  waiting(): readonly v2.SentTransaction[];
  /** Lets go what the final state has. */
  settle(finalRows: Rows): void;
  /**
   * Puts another transaction in the place of each that the state has outdated, or whose time is over: the ones behind it keep their
   * sequences, and so their ids. Returns the new ones.
   */
  replaceOutdated(state: BranchState, time: number): readonly v2.SentTransaction[];
}

export interface OutboxDeps {
  readonly store: NetworkStore;
  readonly keys: ChainKeys;
  readonly networkHash: string;
}

export function createOutbox({ store, keys, networkHash }: OutboxDeps): Outbox {
  const waiting = new Map([...store.waiting()].map((sent) => [hashObject(sent.transaction), sent]));
  const sequenceOf = ({ transaction }: v2.SentTransaction): number => transaction.sequence;
  const ordered = () => [...waiting.values()].toSorted((one, other) => sequenceOf(one) - sequenceOf(other));

  function signAt(content: Content, sequence: number, time: number): v2.SentTransaction {
    const { type } = content;
    const expires_at = Math.floor(time) + MAX_LIFETIME / 2;
    const envelope = { version: 2, network: networkHash, sender: keys.publicKey, sequence, expires_at, type };
    const items = "items" in content ? content.items : undefined;
    const data = "items" in content ? { items_root: v2.itemsRoot(content.items), count: content.items.length } : content.data;
    const transaction = { ...envelope, data };
    const signature = keys.sign(DOMAIN.transactionV2, transaction);
    return v2.SentTransaction.parse({ transaction, signature, ...(items === undefined ? {} : { items }) });
  }

  /** A head of a session that never was: it changes nothing but the sequence. */
  function fillerFor(sent: v2.SentTransaction, time: number): v2.SentTransaction {
    const tag = hashObject(sent.transaction);
    return signAt({ type: "node_checkpoint", items: [{ tag, size: 1, root: tag }] }, sequenceOf(sent), time);
  }

  return {
    sign(content, rows, time) {
      const last = ordered().at(-1);
      const sequence = last === undefined ? nextSequence(rows, keys.publicKey) : sequenceOf(last) + 1;
      return signAt(content, sequence, time);
    },
    keep(sent) {
      const id = hashObject(sent.transaction);
      store.commit({ waits: { id, sent } });
      waiting.set(id, sent);
      return id;
    },
    has: (id) => waiting.has(id),
    waiting: ordered,
    settle(finalRows) {
      const next = nextSequence(finalRows, keys.publicKey);
      const done = [...waiting].filter(([, sent]) => sequenceOf(sent) < next).map(([id]) => id);
      if (done.length === 0) return;
      store.commit({ done });
      for (const id of done) waiting.delete(id);
    },
    replaceOutdated(state, time) {
      const next = nextSequence(state.rows, keys.publicKey);
      // A node that was away for half a day comes back to a chain without its blocks: what they held has expired, and would hold up the rest.
      const isOver = (sent: v2.SentTransaction): boolean => sent.transaction.expires_at < time || isOutdated(state, sent);
      const outdated = [...waiting].filter(([, sent]) => sequenceOf(sent) >= next && isOver(sent));
      return outdated.map(([id, sent]) => {
        const filler = fillerFor(sent, time);
        const fillerId = hashObject(filler.transaction);
        store.commit({ waits: { id: fillerId, sent: filler }, done: [id] });
        waiting.delete(id);
        waiting.set(fillerId, filler);
        return filler;
      });
    },
  };
}
