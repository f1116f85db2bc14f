import { merkle, v2 } from "@lucid/proof";
import type { PreparedBlock } from "../blocks/prepare-block.ts";
import { type LinkRow, linkName } from "../kinds/network-link.ts";
import type { NetworkStore } from "../store/store.types.ts";
import type { Ledger } from "./ledger.ts";
import type { Outbox } from "./outbox.ts";

/** Where the own link of another chain stands. */
export type LinkPlace =
  /** Never sent, or lost on its way. */
  | { readonly state: "none" }
  /** In the outbox, and maybe in a block. */
  | { readonly state: "waiting" }
  /** In the final state; `time` is in Unix seconds, of the block at `height`. */
  | ({ readonly state: "final"; readonly time: number } & LinkRow);

export interface NetworkLinksDeps {
  readonly store: Pick<NetworkStore, "lastCertificate" | "block">;
  readonly ledger: Pick<Ledger, "tree" | "rowsOf" | "canonicalHash">;
  readonly outbox: Pick<Outbox, "waiting">;
  readonly network: Pick<v2.Network, "hash">;
  readonly ownKey: string;
  readonly prepare: (bytes: Uint8Array) => PreparedBlock;
}

/** Links of this node's other chains with this network, and of this network with others (consensus 9.4). */
export function createNetworkLinks({ store, ledger, outbox, network, ownKey, prepare }: NetworkLinksDeps) {
  function timeAt(height: number): number {
    const bytes = store.block(ledger.canonicalHash(height) ?? "");
    if (bytes === undefined) throw new Error(`The chain database is damaged: block ${height} is not there`);
    return prepare(bytes).block.header.timestamp;
  }

  return {
    /** Where this node's link of another chain, named by the hash of its genesis, stands here. */
    linkOf(other: string): LinkPlace {
      const row = ledger.rowsOf(ledger.tree.final).get<LinkRow>("link", linkName(ownKey, other));
      if (row !== undefined) return { state: "final", ...row, time: timeAt(row.height) };
      const isWaiting = outbox.waiting().some((sent) => v2.isOf("network_link", sent) && sent.transaction.data.network === other);
      return { state: isWaiting ? "waiting" : "none" };
    },
    /** What another network is told of this one: its last block that has a certificate. Undefined while none has. */
    ownLink(): v2.NetworkLink | undefined {
      const certificate = store.lastCertificate();
      const hash = certificate && ledger.canonicalHash(certificate.header.height);
      if (certificate === undefined || hash === undefined) return undefined;
      const { height } = certificate.header;
      return {
        network: network.hash,
        last: { height, hash },
        history_root: historyRoot(ledger.canonicalHash, height),
        certificate,
      };
    },
  };
}

/** RFC 9162 root over the hashes of the blocks 1 to `height`, 32 raw bytes each. @throws Error where a block is not there. */
export function historyRoot(hashAt: (height: number) => string | undefined, height: number): string {
  const tree = merkle.createTree();
  for (let at = 1; at <= height; at += 1) {
    const hash = hashAt(at);
    if (hash === undefined) throw new Error(`chain: there is no block ${at}`);
    tree.append(Uint8Array.from(Buffer.from(hash, "hex")));
  }
  return tree.root();
}
