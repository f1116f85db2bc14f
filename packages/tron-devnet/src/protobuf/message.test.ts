import * as fc from "fast-check";
import { utils } from "tronweb";
import { describe, expect, it } from "vitest";
import { toHex } from "../text/bytes.ts";
import { isJsonObject, type JsonObject, readJson, writeJson } from "../text/json.ts";
import { decode, encode, fromJson, MessageError, NotModelled } from "./message.ts";

const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => `41${toHex(bytes)}`);
const amount = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const raw = (type: string, value: object, more: object = {}) => ({
  contract: [{ parameter: { value, type_url: `type.googleapis.com/protocol.${type}` }, type }],
  ref_block_bytes: "0a1b",
  ref_block_hash: "00112233445566ff",
  expiration: 1_764_420_000_000,
  timestamp: 1_764_419_940_000,
  ...more,
});
const asJson = (transaction: object): JsonObject => {
  const json = readJson(JSON.stringify(transaction));
  return isJsonObject(json) ? json : {};
};
const ours = (transaction: object): string => toHex(encode("Raw", fromJson("Raw", asJson(transaction))));
/** What google-protobuf writes, with the messages that TronWeb ships. */
const theirs = (transaction: ReturnType<typeof raw>): string => {
  const json = { visible: false, raw_data: transaction, txID: "", raw_data_hex: "" };
  return utils.transaction.txPbToRawDataHex(utils.transaction.txJsonToPb(json)).toLowerCase();
};

describe("messages", () => {
  it("are the bytes that google-protobuf writes", () => {
    const resource = fc.constantFrom("BANDWIDTH", "ENERGY");
    const kinds = fc.oneof(
      fc.record({ owner_address: address, to_address: address, amount }).map((value) => raw("TransferContract", value)),
      fc
        .record({ owner_address: address, contract_address: address, call_value: amount, data: fc.uint8Array().map(toHex) })
        .map((value) => raw("TriggerSmartContract", value, { fee_limit: 100_000_000 })),
      fc
        .record({ owner_address: address, frozen_balance: amount, resource })
        .map((value) => raw("FreezeBalanceV2Contract", value)),
      fc
        .record({
          owner_address: address,
          receiver_address: address,
          balance: amount,
          resource,
          lock: fc.boolean(),
          lock_period: amount,
        })
        .map((value) => raw("DelegateResourceContract", value)),
      fc
        .record({
          owner_address: address,
          votes: fc.array(fc.record({ vote_address: address, vote_count: amount }), { minLength: 1, maxLength: 5 }),
        })
        .map((value) => raw("VoteWitnessContract", value)),
    );
    fc.assert(
      fc.property(kinds, (transaction) => {
        expect(ours(transaction)).toBe(theirs(transaction));
      }),
    );
  });

  it("come back from their bytes as they were", () => {
    fc.assert(
      fc.property(address, address, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (owner, to, sun) => {
        const message = { owner_address: owner, to_address: to, ...(sun === 0n ? {} : { amount: sun }) };
        expect(decode("TransferContract", encode("TransferContract", message))).toEqual(message);
      }),
    );
  });

  it("are refused by name where this network does not know them", () => {
    expect(() => fromJson("Raw", asJson(raw("ProposalCreateContract", {})))).toThrow(NotModelled);
    expect(() => decode("TransferContract", Uint8Array.of(0x78, 1))).toThrow(
      new MessageError("TransferContract has no field 15"),
    );
    expect(() => decode("TransferContract", Uint8Array.of(0x0a, 5, 1))).toThrow(MessageError);
    expect(() => fromJson("TransferContract", { amount: "12" })).toThrow(new MessageError("amount has a wrong value"));
    expect(() => fromJson("TransferContract", { amount: 2n ** 63n })).toThrow(MessageError);
  });

  it("keep whole numbers of 64 bits in JSON", () => {
    const text = '{"amount":9223372036854775807,"small":12,"text":"9223372036854775807"}';
    expect(writeJson(readJson(text))).toBe(text);
    expect(writeJson(readJson(text), true)).toContain('"amount":"9223372036854775807"');
  });
});
