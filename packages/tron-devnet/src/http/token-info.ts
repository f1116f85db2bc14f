import type { Chain } from "../chain/chain.ts";
import type { Machine } from "../evm/machine.ts";
import { createLayer } from "../state/state.ts";
import { type Address, toBase58 } from "../text/address.ts";
import { fromHex, hexToUtf8, toHex } from "../text/bytes.ts";
import type { JsonObject } from "../text/json.ts";
import { selectorOf } from "../text/selector.ts";
import { timeOf } from "../transactions/execute.ts";

const ENERGY = 1_000_000n;
const WORD = 64;

/** Asks a token for a value without changing anything; hex, or empty where it has no answer. */
async function ask(chain: Chain, machine: Machine, contract: Address, signature: string): Promise<string> {
  return chain.alone(async () => {
    const head = chain.head();
    const state = createLayer(chain.state(false));
    const ran = await machine.run({
      state,
      now: timeOf(state).now,
      block: { number: head.number, timestamp: BigInt(head.timestamp), witness: head.witness || contract },
      caller: contract,
      contract,
      data: fromHex(selectorOf(signature)),
      value: 0n,
      energyLimit: ENERGY,
      rootId: "00".repeat(32),
    });
    return ran.result === "SUCCESS" ? toHex(ran.returned) : "";
  });
}

/** A string as the ABI encodes the only value that is returned. */
function textOf(words: string): string {
  const length = Number.parseInt(words.slice(WORD, 2 * WORD) || "0", 16) * 2;
  return hexToUtf8(words.slice(2 * WORD, 2 * WORD + length));
}

/** What TronGrid tells of a token beside its transfers. */
export async function tokenInfo(chain: Chain, machine: Machine, contract: Address): Promise<JsonObject> {
  return {
    symbol: textOf(await ask(chain, machine, contract, "symbol()")),
    address: toBase58(contract),
    decimals: Number.parseInt((await ask(chain, machine, contract, "decimals()")) || "0", 16),
    name: textOf(await ask(chain, machine, contract, "name()")),
  };
}
