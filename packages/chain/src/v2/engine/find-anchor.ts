import { hashObject, v2 } from "@lucid/proof";

/** Where one item of an own transaction is: the transaction's id, and the item's index in it. */
export interface ItemPlace {
  readonly id: string;
  readonly item: number;
}

/** The anchor of a tag among transactions of one sender, in the order in which they are given. */
export function findAnchor(transactions: Iterable<v2.SentTransaction>, sender: string, tag: string): ItemPlace | undefined {
  for (const sent of transactions) {
    if (sent.transaction.sender !== sender || !v2.isOf("session_anchors", sent)) continue;
    const item = sent.items.findIndex((one) => one.tag === tag);
    if (item >= 0) return { id: hashObject(sent.transaction), item };
  }
  return undefined;
}
