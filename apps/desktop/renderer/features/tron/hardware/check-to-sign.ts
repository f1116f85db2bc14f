import { type OrderedTransfer, type ToSign, USDT_CONTRACTS } from "@lucid/contract";
import { addressOf } from "@lucid/proof";
import { bytesIn, bytesOf, type Fields, fieldsOf, hasOnly, hexOf } from "./read-fields.ts";
import { STAKING_CONTRACTS, saysStake } from "./says-stake.ts";

/** What is wrong with what is to be signed. `expired`: no block takes it any more, or it would be too late for the device. */
export type ToSignFault = "differs" | "expired";

type Asked = Pick<
  OrderedTransfer,
  "asset" | "amount" | "from_address" | "to_address" | "network" | "staking" | "most_fee_sun" | "to_sign"
>;

/** ContractType of java-tron, and the name that a contract of that type has. */
const TRANSFER_CONTRACTS = {
  TRX: { type: 1n, name: "TransferContract" },
  USDT: { type: 31n, name: "TriggerSmartContract" },
} as const;
/** Where the time is not that of the network, and a person needs some to press. */
const LEAST_LEFT_MS = 10_000;

/**
 * Whether the bytes that the node wants signed say what the page shows, and nothing beside it: one transfer of that amount from and to those
 * addresses, of that token, for no higher fee, or that one thing with the stake of that address; until the time that is said. Read here, by
 * nobody's word.
 */
export function checkToSign(transfer: Asked, nowMs: number): ToSignFault | undefined {
  if (transfer.to_sign === null) return "differs";
  try {
    if (!isMeant(transfer, transfer.to_sign)) return "differs";
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return "differs";
  }
  return Date.parse(transfer.to_sign.expires_at) < nowMs + LEAST_LEFT_MS ? "expired" : undefined;
}

/** The most that the network may take for it, in sun, as the bytes say; undefined where they say nothing of it. */
export function feeLimitOf({ raw }: Pick<ToSign, "raw">): string | undefined {
  try {
    const fee = fieldsOf(bytesOf(raw)).get(18);
    return typeof fee === "bigint" ? fee.toString() : undefined;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

function isMeant(transfer: Asked, { raw, expires_at }: NonNullable<Asked["to_sign"]>): boolean {
  const { asset, most_fee_sun, from_address, staking } = transfer;
  const { type, name } = staking === null ? TRANSFER_CONTRACTS[asset] : STAKING_CONTRACTS[staking.kind];
  const isToken = staking === null && asset === "USDT";
  const whole = fieldsOf(bytesOf(raw));
  const contract = fieldsOf(bytesIn(whole, 11));
  const parameter = fieldsOf(bytesIn(contract, 2));
  const value = bytesIn(parameter, 2);
  const fee = whole.get(18);
  return (
    // Reference to a block, expiration, contract, time, and a limit of the fee for a token: no memo, no list of others, no script.
    hasOnly(whole, isToken ? [1, 4, 8, 11, 14, 18] : [1, 4, 8, 11, 14]) &&
    hasOnly(contract, [1, 2]) &&
    hasOnly(parameter, [1, 2]) &&
    (!isToken || (typeof fee === "bigint" && fee <= BigInt(most_fee_sun))) &&
    whole.get(8) === BigInt(Date.parse(expires_at)) &&
    contract.get(1) === type &&
    new TextDecoder().decode(bytesIn(parameter, 1)) === `type.googleapis.com/protocol.${name}` &&
    (staking === null ? pays(fieldsOf(value), transfer) : saysStake(value, staking, from_address))
  );
}

const pays = (said: Fields, transfer: Asked): boolean =>
  addressOf(bytesIn(said, 1)) === transfer.from_address &&
  (transfer.asset === "TRX" ? paysTrx(said, transfer) : paysToken(said, transfer));

const paysTrx = (said: Fields, { to_address, amount }: Asked): boolean =>
  hasOnly(said, [1, 2, 3]) && addressOf(bytesIn(said, 2)) === to_address && said.get(3) === BigInt(amount);

function paysToken(said: Fields, { to_address, amount, network }: Asked): boolean {
  const token = addressOf(bytesIn(said, 2));
  const data = hexOf(bytesIn(said, 4));
  // `transfer(address,uint256)`: the receiver's 20 bytes and the amount, each in a word of 32.
  const receiver = addressOf(bytesOf(`41${data.slice(32, 72)}`));
  return (
    hasOnly(said, [1, 2, 4]) &&
    (network === "devnet" || token === USDT_CONTRACTS[network]) &&
    data.length === 136 &&
    data.startsWith(`a9059cbb${"0".repeat(24)}`) &&
    receiver === to_address &&
    BigInt(`0x${data.slice(72)}`) === BigInt(amount)
  );
}
