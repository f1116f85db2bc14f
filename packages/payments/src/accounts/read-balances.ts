import type { NodeClient } from "../network/create-node-client.ts";
import { integerOf, listOf, objectOf, textOf } from "../network/exact-json.ts";
import { NetworkError } from "../network/network-error.ts";
import { wordOfAddress } from "../tron/address.ts";

export interface Balances {
  readonly sun: bigint;
  readonly microUsdt: bigint;
}

/**
 * What an account holds in the solidified state, which nothing takes back. An account that was never paid is none, and holds nothing.
 * @throws NetworkError
 */
export async function readBalances(client: NodeClient, usdt: string, address: string): Promise<Balances> {
  const [account, called] = await Promise.all([
    client.ask("/walletsolidity/getaccount", { address, visible: true }),
    client.ask("/walletsolidity/triggerconstantcontract", {
      ...{ owner_address: address, contract_address: usdt, visible: true },
      function_selector: "balanceOf(address)",
      parameter: wordOfAddress(address),
    }),
  ]);
  const sun = integerOf(account["balance"]);
  const word = textOf(listOf(called["constant_result"])[0]);
  if (sun === undefined || sun < 0n) throw new NetworkError("body", "an account has no balance");
  if (objectOf(called["result"])["result"] !== true || !/^[0-9a-f]{64}$/i.test(word))
    throw new NetworkError("body", "the contract of USDT says no balance: is it solidified?");
  return { sun, microUsdt: BigInt(`0x${word}`) };
}
