import { decode, encode, fromJson, int64, type Message, MessageError, messages, nested, text } from "../protobuf/message.ts";
import { readFields, writeBytes } from "../protobuf/wire.ts";
import type { Address } from "../text/address.ts";
import { concat, fromHex, isHex, sha256, toHex } from "../text/bytes.ts";
import type { JsonObject } from "../text/json.ts";

export interface Transaction {
  /** sha256 of the raw bytes. */
  readonly id: string;
  readonly raw: Message;
  readonly rawBytes: Uint8Array;
  readonly signatures: readonly string[];
  /** The transaction's only contract: ContractType, its message and who signs for whom. */
  readonly type: string;
  readonly value: Message;
  readonly owner: Address;
  readonly permissionId: number;
  /** Bytes without the result: what bandwidth is counted from. */
  readonly size: number;
}

/**
 * Reads a transaction as java-tron's BroadcastServlet does: from the JSON of `raw_data`, whatever `raw_data_hex` says.
 * @throws MessageError, NotModelled
 */
export function readTransaction(json: JsonObject): Transaction {
  const { raw_data: rawData, signature, visible } = json;
  if (typeof rawData !== "object" || rawData === null || Array.isArray(rawData)) throw new MessageError("no raw_data");
  const signatures = Array.isArray(signature) ? signature.map(readSignature) : [];
  return build(fromJson("Raw", rawData as JsonObject, visible === true), signatures);
}

const readSignature = (given: unknown): string => {
  const hex = typeof given === "string" ? given.replace(/^0x/, "").toLowerCase() : "?";
  if (!isHex(hex)) throw new MessageError("a signature is no hex");
  return hex;
};

/** Reads the bytes of a transaction: `broadcasthex`. @throws MessageError, NotModelled */
export function readTransactionBytes(bytes: Uint8Array): Transaction {
  let raw: Message | undefined;
  const signatures: string[] = [];
  let fields: ReturnType<typeof readFields>;
  try {
    fields = readFields(bytes);
  } catch (error) {
    throw new MessageError("no transaction", { cause: error });
  }
  for (const wire of fields) {
    if (!("bytes" in wire)) throw new MessageError("no transaction");
    if (wire.number === 1) raw = decode("Raw", wire.bytes);
    else if (wire.number === 2) signatures.push(toHex(wire.bytes));
    else if (wire.number !== 5) throw new MessageError(`a transaction has no field ${wire.number}`);
  }
  if (!raw) throw new MessageError("no raw data");
  return build(raw, signatures);
}

function build(raw: Message, signatures: readonly string[]): Transaction {
  const contracts = messages(raw, "contract");
  const [contract] = contracts;
  if (!contract || contracts.length > 1) throw new MessageError("a transaction has one contract");
  const parameter = nested(contract, "parameter") ?? {};
  const type = text(contract, "type") || "AccountCreateContract";
  if (text(parameter, "type_url") !== `type.googleapis.com/protocol.${type}`)
    throw new MessageError(`the parameter of a ${type} has the type ${text(parameter, "type_url")}`);
  const value = nested(parameter, "value") ?? {};
  const rawBytes = encode("Raw", raw);
  return {
    id: toHex(sha256(rawBytes)),
    raw: { ...raw, contract: [{ ...contract, type }] },
    rawBytes,
    signatures,
    type,
    value,
    owner: text(value, "owner_address"),
    permissionId: Number(int64(contract, "Permission_id")),
    size: serialize(rawBytes, signatures).length,
  };
}

function serialize(rawBytes: Uint8Array, signatures: readonly string[]): Uint8Array {
  const out: number[] = [];
  for (const signature of signatures) writeBytes(out, 2, fromHex(signature));
  const head: number[] = [];
  writeBytes(head, 1, rawBytes);
  return concat([Uint8Array.from(head), Uint8Array.from(out)]);
}

export const transactionBytes = ({ rawBytes, signatures }: Transaction): Uint8Array => serialize(rawBytes, signatures);

/** As it stands in a block and in `gettransactionbyid`. */
export const showTransaction = (transaction: Transaction, contractRet: string): JsonObject => ({
  ret: [{ contractRet }],
  signature: transaction.signatures,
  txID: transaction.id,
  raw_data: transaction.raw,
  raw_data_hex: toHex(transaction.rawBytes),
});
