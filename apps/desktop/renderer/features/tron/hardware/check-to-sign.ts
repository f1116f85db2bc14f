import { type OrderedTransfer, USDT_CONTRACTS } from "@lucid/contract";
import { addressOf } from "@lucid/proof";

/** What is wrong with what is to be signed. `expired`: no block takes it any more, or it would be too late for the device. */
export type ToSignFault = "differs" | "expired";

type Asked = Pick<OrderedTransfer, "asset" | "amount" | "from_address" | "to_address" | "network" | "most_fee_sun" | "to_sign">;
/** Fields of one message of protobuf: numbers, and bytes. */
type Fields = ReadonlyMap<number, bigint | Uint8Array>;

/** ContractType of java-tron, and the name that a contract of that type has. */
const CONTRACTS = {
  TRX: { type: 1n, name: "type.googleapis.com/protocol.TransferContract" },
  USDT: { type: 31n, name: "type.googleapis.com/protocol.TriggerSmartContract" },
} as const;
/** Where the time is not that of the network, and a person needs some to press. */
const LEAST_LEFT_MS = 10_000;

/**
 * Whether the bytes that the node wants signed say what the page shows, and nothing beside it: one transfer of that amount from and to those
 * addresses, of that token, for no higher fee, until the time that is said. Read here, by nobody's word.
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

function isMeant(transfer: Asked, { raw, expires_at }: NonNullable<Asked["to_sign"]>): boolean {
  const { asset, most_fee_sun, from_address } = transfer;
  const { type, name } = CONTRACTS[asset];
  const whole = fieldsOf(bytesOf(raw));
  const contract = fieldsOf(bytesIn(whole, 11));
  const parameter = fieldsOf(bytesIn(contract, 2));
  const said = fieldsOf(bytesIn(parameter, 2));
  const fee = whole.get(18);
  return (
    // Reference to a block, expiration, contract, time, and a limit of the fee for a token: no memo, no list of others, no script.
    hasOnly(whole, asset === "USDT" ? [1, 4, 8, 11, 14, 18] : [1, 4, 8, 11, 14]) &&
    hasOnly(contract, [1, 2]) &&
    hasOnly(parameter, [1, 2]) &&
    (asset === "TRX" || (typeof fee === "bigint" && fee <= BigInt(most_fee_sun))) &&
    whole.get(8) === BigInt(Date.parse(expires_at)) &&
    contract.get(1) === type &&
    new TextDecoder().decode(bytesIn(parameter, 1)) === name &&
    addressOf(bytesIn(said, 1)) === from_address &&
    (asset === "TRX" ? paysTrx(said, transfer) : paysToken(said, transfer))
  );
}

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

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const hasOnly = (fields: Fields, numbers: readonly number[]): boolean =>
  fields.size === numbers.length && numbers.every((number) => fields.has(number));

function bytesIn(fields: Fields, number: number): Uint8Array {
  const value = fields.get(number);
  if (!(value instanceof Uint8Array)) throw new RangeError("a field is missing");
  return value;
}

/** @throws RangeError for what is no message of numbers and bytes, each field of which stands in it once. */
function fieldsOf(bytes: Uint8Array): Fields {
  const fields = new Map<number, bigint | Uint8Array>();
  let at = 0;
  function varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) break;
      at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new RangeError("a number does not end");
  }
  while (at < bytes.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    if (fields.has(number)) throw new RangeError("a field stands in it twice");
    const kind = tag & 7n;
    const value = varint();
    if (kind === 0n) fields.set(number, value);
    else {
      const end = at + Number(value);
      if (kind !== 2n || end > bytes.length) throw new RangeError("a field is neither a number nor bytes");
      fields.set(number, bytes.subarray(at, end));
      at = end;
    }
  }
  return fields;
}
