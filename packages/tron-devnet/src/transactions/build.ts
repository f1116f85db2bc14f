import { blockReference } from "../chain/block.ts";
import type { Chain } from "../chain/chain.ts";
import type { DevnetKey } from "../chain/keys.ts";
import type { Message } from "../protobuf/message.ts";
import { fromHex } from "../text/bytes.ts";
import type { JsonObject } from "../text/json.ts";
import { readTransaction, type Transaction } from "./transaction.ts";

/** Milliseconds that a transaction of the network's own keys is good for. */
const VALID_MS = 60_000;

/** A transaction that the network signs itself, as anybody else's would look: the faucet's, the deployment of its token. */
export function buildTransaction(
  chain: Pick<Chain, "head" | "now">,
  key: DevnetKey,
  contract: { readonly type: string; readonly value: Message; readonly feeLimit?: bigint },
): Transaction {
  const head = chain.head();
  const reference = blockReference(head);
  const raw = {
    contract: [
      {
        parameter: { value: contract.value as JsonObject, type_url: `type.googleapis.com/protocol.${contract.type}` },
        type: contract.type,
      },
    ],
    ref_block_bytes: reference.bytes,
    ref_block_hash: reference.hash,
    expiration: head.timestamp + VALID_MS,
    timestamp: Math.floor(chain.now()),
    ...(contract.feeLimit === undefined ? {} : { fee_limit: contract.feeLimit }),
  };
  const { id } = readTransaction({ raw_data: raw });
  return readTransaction({ raw_data: raw, signature: [key.sign(fromHex(id))] });
}
