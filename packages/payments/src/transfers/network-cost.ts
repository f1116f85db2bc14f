import type { NodeClient } from "../network/create-node-client.ts";
import { type ExactObject, integerOf, listOf, objectOf } from "../network/exact-json.ts";
import { NetworkError } from "../network/network-error.ts";
import { type Payment, rawTransaction, signTransaction } from "../tron/transaction.ts";

/** What a transaction's result takes beside its bytes: MAX_RESULT_SIZE_IN_TX of java-tron. */
const RESULT_BYTES = 64n;
/** Stands for a key where only the size of what it signs is asked for. */
const ANY_KEY = new Uint8Array(32).fill(1);

/** Bytes that a payment takes in a block, which is what bandwidth is counted by. */
export function sizeOf(payment: Payment): bigint {
  const now = Date.UTC(2100, 0);
  const reference = { number: 0, id: "00".repeat(32), timestampMs: now, expirationMs: now };
  return BigInt(signTransaction(rawTransaction(payment, reference), ANY_KEY).hex.length / 2) + RESULT_BYTES;
}

/** What of a resource an account has left, by the names that `getaccountresource` has for it. */
export function held(resources: ExactObject, limit: string, used: string): bigint {
  const left = whole(resources, limit) - whole(resources, used);
  return left > 0n ? left : 0n;
}

/**
 * What the bytes of a transaction burn: nothing where either the staked or the free bandwidth has room for all of them. What makes an account
 * has none that is free, and burns one amount as a whole.
 */
export function bandwidthCost(
  resources: ExactObject,
  bytes: bigint,
  price: { readonly a_byte: bigint } | { readonly whole: bigint },
): { readonly held: bigint; readonly burned: bigint } {
  const staked = held(resources, "NetLimit", "NetUsed");
  const free = "whole" in price ? 0n : held(resources, "freeNetLimit", "freeNetUsed");
  const burned = staked >= bytes || free >= bytes ? 0n : "whole" in price ? price.whole : bytes * price.a_byte;
  return { held: staked > free ? staked : free, burned };
}

/** What the network asks for now. @throws NetworkError */
export async function readParameters(client: NodeClient) {
  const listed = listOf((await client.ask("/wallet/getchainparameters"))["chainParameter"]).map(objectOf);
  const named = (key: string): bigint => {
    const value = listed.find((one) => one["key"] === key);
    if (!value) throw new NetworkError("body", `the network has no parameter ${key}`);
    return whole(value, "value");
  };
  return {
    energyFee: named("getEnergyFee"),
    transactionFee: named("getTransactionFee"),
    createAccountFee: named("getCreateAccountFee"),
    newAccountFee: named("getCreateNewAccountFeeInSystemContract"),
    /** Any other. @throws NetworkError where the network has none of this name. */
    named,
  };
}

/** @throws NetworkError where there is no such number, or it is negative. */
export function whole(object: ExactObject, name: string): bigint {
  const value = integerOf(object[name]);
  if (value === undefined || value < 0n) throw new NetworkError("body", `an answer has no ${name}`);
  return value;
}
