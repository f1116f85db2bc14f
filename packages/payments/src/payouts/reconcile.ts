import type { TronNetwork } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { askNetwork, needNetwork } from "../accounts/ask-network.ts";
import type { NodeClient } from "../network/create-node-client.ts";
import { readNewestBlock } from "../network/read-block.ts";
import type { NetworkWatch } from "../network/watch-network.ts";
import { judge, readReceipt } from "../transfers/read-inclusion.ts";
import type { Ledger } from "./ledger.ts";
import type { PayoutRepository, PayoutRow } from "./payout-repository.ts";

/** Looked up on the chain at a time: a second of questions at most. Those that are left come next time. */
const CHECKED_AT_ONCE = 100;
const ACCOUNTS = ["issued", "accrued", "locked", "paid", "fees"] as const;

export interface ReconcileDeps {
  readonly clock: Clock;
  readonly client: NodeClient;
  readonly network: Pick<NetworkWatch, "view" | "usdt" | "look">;
  readonly ledger: Pick<Ledger, "balances" | "recount">;
  readonly payouts: Pick<PayoutRepository, "setAside" | "settled" | "torn" | "unchecked" | "setChecked">;
}

/**
 * What does not agree of ledger, payouts, their transfers and the chain, in words; each settled payout is looked up on the chain once.
 * @throws Refusal NETWORK_AWAY
 */
export async function findDifferences(deps: ReconcileDeps, name: TronNetwork): Promise<readonly string[]> {
  const { clock, client, network, payouts } = deps;
  const found = [...booksDisagree(deps, name)];
  const usdt = await needNetwork(network);
  const solid = await askNetwork(() => readNewestBlock(client, "walletsolidity"));
  for (const row of payouts.unchecked(name, CHECKED_AT_ONCE)) {
    // A node that is behind does not know of it yet: it is asked another time.
    if (solid.number < (row.transfer_block ?? 0)) continue;
    if (await askNetwork(() => isOnChain(client, usdt, row))) payouts.setChecked(row.payout_id, clock.now());
    else found.push(`payout ${row.payout_id} is settled, and the chain does not say that it is paid`);
  }
  return found;
}

function* booksDisagree({ ledger, payouts }: ReconcileDeps, name: TronNetwork): Generator<string> {
  const [kept, counted] = [ledger.balances(name), ledger.recount(name)];
  const [setAside, settled] = [payouts.setAside(name), payouts.settled(name)];
  for (const payee of new Set([...kept.keys(), ...counted.keys(), ...setAside.keys(), ...settled.keys()])) {
    const [balance, count] = [kept.get(payee), counted.get(payee)];
    if (ACCOUNTS.some((account) => balance?.[account] !== count?.[account]))
      yield `the balance of ${payee} is not the sum of its entries`;
    if ((balance?.locked ?? 0n) !== (setAside.get(payee) ?? 0n))
      yield `what is locked for ${payee} is not what payouts have set aside`;
    const { paid, fees } = settled.get(payee) ?? { paid: 0n, fees: 0n };
    if ((balance?.paid ?? 0n) !== paid || (balance?.fees ?? 0n) !== fees)
      yield `what is paid to ${payee} is not what settled payouts say`;
  }
  for (const payoutId of payouts.torn(name)) yield `payout ${payoutId} and its transfer do not say the same`;
}

async function isOnChain(client: NodeClient, usdt: string, row: PayoutRow): Promise<boolean> {
  const { transaction_id, transfer_amount, transfer_to, transfer_from } = row;
  if (transaction_id === null || transfer_amount === null || transfer_to === null || transfer_from === null) return false;
  const receipt = await readReceipt(client, "walletsolidity", transaction_id);
  if (!receipt) return false;
  const transaction = await client.ask("/walletsolidity/gettransactionbyid", { value: transaction_id });
  const transfer = { asset: "USDT", amount: transfer_amount, from_address: transfer_from, to_address: transfer_to } as const;
  return judge(transfer, usdt, transaction, receipt).kind === "paid";
}
