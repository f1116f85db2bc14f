import { DOMAIN, hashObject, v2 } from "@lucid/proof";
import type { ChainKeys } from "../../ports.types.ts";
import { MAX_LIFETIME } from "../blocks/prepare-block.ts";
import type { Rows } from "../state/rows.ts";
import type { NetworkStore } from "../store/store.types.ts";
import { nextSequence } from "./mempool.ts";

/** What a node sends itself: on the disk from the moment it is accepted until it is final. */
export interface Outbox {
  /** Signs a list as the next one of this node. `time` is in unix seconds. */
  sign(type: v2.TransactionType, items: readonly v2.Item[], rows: Rows, time: number): v2.SentTransaction;
  /** Keeps what was signed, and returns its id. */
  keep(sent: v2.SentTransaction): string;
  waiting(): readonly v2.SentTransaction[];
  /** Lets go what the final state has. */
  settle(finalRows: Rows): void;
}

export interface OutboxDeps {
  readonly store: NetworkStore;
  readonly keys: ChainKeys;
  readonly networkHash: string;
}

export function createOutbox({ store, keys, networkHash }: OutboxDeps): Outbox {
  const waiting = new Map([...store.waiting()].map((sent) => [hashObject(sent.transaction), sent]));
  return {
    sign(type, items, rows, time) {
      const last = [...waiting.values()].at(-1)?.transaction.sequence;
      const sequence = last === undefined ? nextSequence(rows, keys.publicKey) : last + 1;
      const data = { items_root: v2.itemsRoot(items), count: items.length };
      const expires_at = Math.floor(time) + MAX_LIFETIME / 2;
      const transaction = { version: 2, network: networkHash, sender: keys.publicKey, sequence, expires_at, type, data };
      return v2.SentTransaction.parse({ transaction, signature: keys.sign(DOMAIN.transactionV2, transaction), items });
    },
    keep(sent) {
      const id = hashObject(sent.transaction);
      store.commit({ waits: { id, sent } });
      waiting.set(id, sent);
      return id;
    },
    waiting: () => [...waiting.values()],
    settle(finalRows) {
      const next = nextSequence(finalRows, keys.publicKey);
      const done = [...waiting].filter(([, { transaction }]) => transaction.sequence < next).map(([id]) => id);
      if (done.length === 0) return;
      store.commit({ done });
      for (const id of done) waiting.delete(id);
    },
  };
}
