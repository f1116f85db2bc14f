import type { Chain } from "@lucid/chain";
import type { SearchHit } from "@lucid/contract";
import { readSha256 } from "@lucid/foundation";
import { type Found, requirePrincipal, type SearchProvider } from "../calls/index.ts";

const HEIGHT = /^[1-9]\d{0,14}$/;

/** Blocks and transactions by their hash, and blocks by their height. */
export function createChainFinder({
  block,
  blockAt,
  transaction,
}: Pick<Chain["read"], "block" | "blockAt" | "transaction">): SearchProvider {
  function hitsOf(text: string): SearchHit[] {
    const hash = readSha256(text);
    const found = hash === undefined ? (HEIGHT.test(text) ? blockAt(Number(text)) : undefined) : block(hash);
    const sent = hash === undefined ? undefined : transaction(hash);
    return [
      ...(found ? [{ id: found.block_id, title: String(found.height), detail: "block", at: found.timestamp }] : []),
      ...(sent ? [{ id: sent.transaction_id, title: sent.type, detail: "transaction", at: sent.confirmed_at }] : []),
    ];
  }
  return {
    kind: "chain",
    find({ text }, caller): Found | undefined {
      if (!requirePrincipal(caller).permissions.has("view_blockchain_info")) return undefined;
      const hits = hitsOf(text);
      return { hits, total: hits.length };
    },
  };
}
