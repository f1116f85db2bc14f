import type { TronForecast } from "@lucid/contract";
import { readBalances } from "../accounts/read-balances.ts";
import type { NodeClient } from "../network/create-node-client.ts";
import { listOf, objectOf, textOf } from "../network/exact-json.ts";
import { NetworkError } from "../network/network-error.ts";
import { wordOfAddress } from "../tron/address.ts";
import { transferArguments } from "../tron/transaction.ts";
import { bandwidthCost, held, readParameters, sizeOf, whole } from "./network-cost.ts";

/** Energy may cost more until a transfer is in a block: the limit leaves a fourth of it. */
const FEE_LIMIT_SHARE = 4n;

export interface AskedTransfer {
  readonly asset: "TRX" | "USDT";
  readonly from: string;
  readonly to: string;
  /** In the smallest unit. */
  readonly amount: bigint;
  readonly usdt: string;
  /** Of the same asset, what other transfers of the sender are about to take. */
  readonly reserved?: bigint;
}
type Forecast = Pick<TronForecast, "obstacle" | "cost">;

/**
 * What a transfer would cost now, and what stands in its way: by the network's own parameters, the resources of the sender, a trial call of the
 * token, and the token's freeze list for both sides.
 * @throws NetworkError
 */
export async function forecastTransfer(client: NodeClient, asked: AskedTransfer): Promise<Forecast> {
  const { asset, from, to, amount, usdt, reserved = 0n } = asked;
  // TransferActuator of java-tron: "Cannot transfer TRX to yourself."
  if (asset === "TRX" && from === to) return { obstacle: "refused", cost: null };
  const [balances, parameters, resources, receiver] = await Promise.all([
    readBalances(client, usdt, from),
    readParameters(client),
    client.ask("/wallet/getaccountresource", { address: from, visible: true }),
    client.ask("/wallet/getaccount", { address: to, visible: true }),
  ]);
  if (asset === "USDT") {
    const [sender, receives] = await Promise.all([isFrozen(client, usdt, from), isFrozen(client, usdt, to)]);
    if (sender || receives) return { obstacle: sender ? "sender-frozen" : "receiver-frozen", cost: null };
  }
  if ((asset === "TRX" ? balances.sun : balances.microUsdt) - reserved < amount) return { obstacle: "balance", cost: null };

  const energy = asset === "TRX" ? 0n : await trialEnergy(client, asked);
  if (energy === undefined) return { obstacle: "refused", cost: null };
  const feeLimit = energy * parameters.energyFee + (energy * parameters.energyFee) / FEE_LIMIT_SHARE;
  const bytes = sizeOf(
    asset === "TRX" ? { asset, from, to, sun: amount } : { asset, from, to, microUsdt: amount, usdt, feeLimitSun: feeLimit },
  );
  const energyHeld = held(resources, "EnergyLimit", "EnergyUsed");
  const energyBurned = max(0n, energy - energyHeld) * parameters.energyFee;
  const isNew = asset === "TRX" && textOf(receiver["address"]) === "";
  const bandwidth = bandwidthCost(
    resources,
    bytes,
    isNew ? { whole: parameters.createAccountFee } : { a_byte: parameters.transactionFee },
  );
  const accountFee = isNew ? parameters.newAccountFee : 0n;
  const fee = energyBurned + bandwidth.burned + accountFee;
  const needed = fee + (asset === "TRX" ? amount + reserved : 0n);
  return {
    obstacle: balances.sun < needed ? "fee" : null,
    cost: {
      ...{ energy: Number(energy), energy_held: Number(energyHeld), energy_burned_sun: energyBurned.toString() },
      ...{
        bandwidth: Number(bytes),
        bandwidth_held: Number(bandwidth.held),
        bandwidth_burned_sun: bandwidth.burned.toString(),
      },
      ...{ new_account_sun: accountFee.toString(), fee_sun: fee.toString() },
      fee_limit_sun: asset === "TRX" ? null : feeLimit.toString(),
    },
  };
}

const max = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/** Energy of the transfer, tried out on the newest state; undefined where the token refuses it. */
async function trialEnergy(client: NodeClient, { from, to, amount, usdt }: AskedTransfer): Promise<bigint | undefined> {
  const tried = await client.ask("/wallet/triggerconstantcontract", {
    ...{ owner_address: from, contract_address: usdt, visible: true },
    function_selector: "transfer(address,uint256)",
    parameter: transferArguments(to, amount),
  });
  const { result, message } = objectOf(tried["result"]);
  return result === true && message === undefined ? whole(tried, "energy_used") : undefined;
}

/** The token's freeze list (`getBlackListStatus` of USDT's contract). */
async function isFrozen(client: NodeClient, usdt: string, address: string): Promise<boolean> {
  const called = await client.ask("/wallet/triggerconstantcontract", {
    ...{ owner_address: address, contract_address: usdt, visible: true },
    function_selector: "getBlackListStatus(address)",
    parameter: wordOfAddress(address),
  });
  const word = textOf(listOf(called["constant_result"])[0]);
  if (!/^0{63}[01]$/.test(word)) throw new NetworkError("body", "the contract of USDT does not say whom it has frozen");
  return word.endsWith("1");
}
