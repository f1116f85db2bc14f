import { expect, it } from "vitest";
import type { NodeClient } from "../network/create-node-client.ts";
import type { ExactObject } from "../network/exact-json.ts";
import { NetworkError } from "../network/network-error.ts";
import { wordOfAddress } from "../tron/address.ts";
import { blockOf, isDead, judge, readReceipt } from "./read-inclusion.ts";

// Published addresses: those of BIP-39's phrase of zeros and of the smallest private key.
const from_address = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const to_address = "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC";
const usdt = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
const transfer = { asset: "USDT", amount: "1500000", from_address, to_address } as const;
const id = "ab".repeat(32);

const ret = (contractRet: string): ExactObject => ({ ret: [{ contractRet }] });
const event = {
  address: wordOfAddress(usdt).slice(24),
  topics: [
    "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
    wordOfAddress(from_address),
    wordOfAddress(to_address),
  ],
  data: (1_500_000).toString(16).padStart(64, "0"),
};
const receipt = {
  id,
  blockNumber: 7,
  fee: 2_858_300,
  receipt: { result: "SUCCESS", energy_usage_total: 28_583, net_usage: 345 },
};
const paid = { ...receipt, log: [event] };
const failed = { ...receipt, result: "FAILED", receipt: { ...receipt.receipt, result: "REVERT" } };
const cost = { fee_sun: "2858300", energy: 28_583, bandwidth: 345 };

it("takes a transfer of USDT for paid when result, receipt and event say so, and for nothing when they do not agree", () => {
  const said = (contractRet: string, shown: ExactObject) => judge(transfer, usdt, ret(contractRet), shown);
  expect(said("SUCCESS", paid)).toEqual({ kind: "paid", cost });
  expect(said("REVERT", failed)).toEqual({ kind: "reverted", cost });
  const short = { ...failed, receipt: { ...failed.receipt, result: "OUT_OF_ENERGY" } };
  expect(said("OUT_OF_ENERGY", short)).toEqual({ kind: "out-of-energy", cost });
  const contradictions: readonly (readonly [string, ExactObject])[] = [
    ["SUCCESS", receipt],
    ["SUCCESS", failed],
    ["SUCCESS", { ...paid, result: "FAILED" }],
    ["REVERT", paid],
    ["REVERT", { ...failed, log: [event] }],
    ["REVERT", { ...failed, result: undefined }],
    ["", { ...failed, receipt: {} }],
    ["SUCCESS", { ...paid, log: [event, event] }],
    ["SUCCESS", { ...paid, log: [{ ...event, data: "1".padStart(64, "0") }] }],
    ["SUCCESS", { ...paid, log: [{ ...event, topics: event.topics.toReversed() }] }],
    ["SUCCESS", { ...paid, log: [{ ...event, address: wordOfAddress(to_address).slice(24) }] }],
  ];
  for (const [result, shown] of contradictions) expect(said(result, shown)).toEqual({ kind: "unclear" });
});

it("takes a transfer of TRX for paid by its result alone, and never for failed: one that fails is in no block", () => {
  const trx = { ...transfer, asset: "TRX" } as const;
  const shown = { id, blockNumber: 7, receipt: { net_usage: 268 } };
  expect(judge(trx, usdt, ret("SUCCESS"), shown)).toEqual({ kind: "paid", cost: { fee_sun: "0", energy: 0, bandwidth: 268 } });
  expect(judge(trx, usdt, ret("SUCCESS"), { ...shown, result: "FAILED" })).toEqual({ kind: "unclear" });
  expect(judge(trx, usdt, ret("REVERT"), shown)).toEqual({ kind: "unclear" });
});

it("refuses receipts of another transaction, and without a number where one must be", async () => {
  const read = (answer: ExactObject) =>
    readReceipt(
      clientOf(() => answer),
      "walletsolidity",
      id,
    );
  expect(await read({})).toBeUndefined();
  expect(await read(receipt)).toBe(receipt);
  expect(blockOf(receipt)).toBe(7);
  await expect(read({ ...receipt, id: "cd".repeat(32) })).rejects.toThrow(NetworkError);
  for (const blockNumber of ["7", -7]) expect(() => blockOf({ ...receipt, blockNumber })).toThrow(NetworkError);
});

const clientOf = (answer: (number: number) => ExactObject): NodeClient => ({
  ask: async (_path, input) => answer(Number(input?.["num"])),
  say: () => Promise.reject(new Error("nothing is said here")),
  [Symbol.dispose]: () => undefined,
});
const idOf = (number: number, branch = "0"): string => `${number}`.padStart(16, "0") + branch.repeat(48);
/** Blocks are three seconds apart; the form names block 10 and expires with block 12. */
function blockAt(number: number, changed: { parentHash?: string; holds?: string; number?: number } = {}): ExactObject {
  const raw_data = {
    number: changed.number ?? number,
    timestamp: number * 3_000,
    parentHash: changed.parentHash ?? idOf(number - 1),
  };
  const transactions = changed.holds === undefined ? {} : { transactions: [{ txID: changed.holds }] };
  return { blockID: idOf(number), block_header: { raw_data }, ...transactions };
}
const form = { transaction_id: id, hex: "", reference_block: 10, reference_id: idOf(10), expires_at: 36_000 };

it("calls a form dead only when every solidified block is there that could hold it, and none does", async () => {
  const fate = (answer: (number: number) => ExactObject) => isDead(clientOf(answer), form);
  expect(await fate((number) => blockAt(number))).toBe("dead");
  expect(await fate((number) => (number < 12 ? blockAt(number) : {}))).toBe("open");
  expect(await fate((number) => blockAt(number, number === 12 ? { holds: id } : {}))).toBe("open");
  expect(await fate((number) => blockAt(number, number === 12 ? { parentHash: idOf(11, "1") } : {}))).toBe("unclear");
  expect(await fate((number) => blockAt(number, number === 11 ? { number: 10 } : {}))).toBe("unclear");
  const asked: number[] = [];
  await fate((number) => {
    asked.push(number);
    return blockAt(number);
  });
  expect(asked).toEqual([11, 12]);
});

it("refuses what is no block", async () => {
  const fate = (block: ExactObject) =>
    isDead(
      clientOf(() => block),
      form,
    );
  await expect(fate({ ...blockAt(11), blockID: "11" })).rejects.toThrow(NetworkError);
  await expect(fate(blockAt(11, { parentHash: "10" }))).rejects.toThrow(NetworkError);
  await expect(
    fate({ ...blockAt(11), block_header: { raw_data: { parentHash: idOf(10), number: 11, timestamp: -1 } } }),
  ).rejects.toThrow(NetworkError);
});
