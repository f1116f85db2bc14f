import type { AnchorView, BlockView, TransactionView } from "@lucid/contract";
import { skipToken, useQuery } from "@tanstack/react-query";
import { type LucidClient, useApi } from "../../shared/api/api.ts";
import { toFailure } from "../../shared/api/failure.ts";
import { readChainQuery } from "./find-on-chain.ts";

export type Found =
  | { readonly kind: "block"; readonly block: BlockView }
  | { readonly kind: "transaction"; readonly transaction: TransactionView }
  | { readonly kind: "anchor"; readonly anchor: AnchorView }
  | { readonly kind: "nothing" };

async function orUndefined<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (toFailure(error).status === 404) return undefined;
    throw error;
  }
}

async function search(client: LucidClient, text: string): Promise<Found> {
  const query = readChainQuery(text);
  switch (query.kind) {
    case "nothing":
      return query;
    case "height": {
      const block = await orUndefined(client.chain.blockAt({ height: query.height }));
      return block ? { kind: "block", block } : { kind: "nothing" };
    }
    case "session": {
      const anchor = await orUndefined(client.chain.anchor({ session_id: query.id }));
      return anchor ? { kind: "anchor", anchor } : { kind: "nothing" };
    }
    case "hash": {
      const [block, transaction] = await Promise.all([
        orUndefined(client.chain.block({ block_id: query.hash })),
        orUndefined(client.chain.transaction({ transaction_id: query.hash })),
      ]);
      if (block) return { kind: "block", block };
      return transaction ? { kind: "transaction", transaction } : { kind: "nothing" };
    }
  }
}

/** Looks for a block, a transaction or a session's anchor. */
export function useChainSearch(text: string) {
  const { client, queries } = useApi();
  return useQuery({
    queryKey: [...queries.chain.key(), "search", text],
    queryFn: text === "" ? skipToken : () => search(client, text),
  });
}
