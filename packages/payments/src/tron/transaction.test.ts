import type { StakingAction } from "@lucid/contract";
import { TronWeb, type Types } from "tronweb";
import { expect, it } from "vitest";
import { addressOfKey } from "./address.ts";
import { type BlockReference, type Payment, rawTransaction, signTransaction } from "./transaction.ts";

const key = "01".repeat(32);
const privateKey = Buffer.from(key, "hex");
const from = addressOfKey(privateKey);
const to = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const usdt = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
const reference: BlockReference = {
  number: 70_000_001,
  id: `000000000${(70_000_001).toString(16)}${"5a".repeat(24)}`,
  timestampMs: 1_780_000_000_123,
  expirationMs: 1_780_000_060_000,
};
const tronWeb = new TronWeb({ fullHost: "http://127.0.0.1:9", privateKey: key });
const blockHeader = {
  ref_block_bytes: reference.number.toString(16).padStart(16, "0").slice(-4),
  ref_block_hash: reference.id.slice(16, 32),
  expiration: reference.expirationMs,
  timestamp: reference.timestampMs,
};

it.each([1n, 127n, 128n, 1_000_000n, 9_007_199_254_740_991n])(
  "writes and signs a transfer of %s sun as TronWeb does",
  async (sun) => {
    const theirs = await tronWeb.transactionBuilder.sendTrx(to, Number(sun), from, { blockHeader });
    const signed = await tronWeb.trx.sign(theirs);
    const raw = rawTransaction({ asset: "TRX", from, to, sun }, reference);
    expect(Buffer.from(raw).toString("hex")).toBe(theirs.raw_data_hex);
    const own = signTransaction(raw, privateKey);
    expect(own.id).toBe(theirs.txID);
    expect(own.hex.endsWith(signed.signature[0]?.toLowerCase() ?? "?")).toBe(true);
  },
);

it.each([1n, 1_000_000n, 10n ** 30n])("writes a transfer of %s micro-USDT as TronWeb does", async (microUsdt) => {
  const { transaction } = await tronWeb.transactionBuilder.triggerSmartContract(
    usdt,
    "transfer(address,uint256)",
    { txLocal: true, feeLimit: 30_000_000, blockHeader },
    [
      { type: "address", value: to },
      { type: "uint256", value: microUsdt.toString() },
    ],
    from,
  );
  const raw = rawTransaction({ asset: "USDT", from, to, microUsdt, usdt, feeLimitSun: 30_000_000n }, reference);
  expect(Buffer.from(raw).toString("hex")).toBe(transaction.raw_data_hex);
});

const witness = "TGj1Ej1qRzL9feLTLhjwgxXF4Ct6GTWg2U";
const build = tronWeb.transactionBuilder;
it.each<[StakingAction, () => Promise<Types.Transaction>]>([
  [
    { kind: "freeze", amount: "1000000", resource: "energy" },
    () => build.freezeBalanceV2(1_000_000, "ENERGY", from, { blockHeader }),
  ],
  [
    { kind: "freeze", amount: "9007199254740991", resource: "bandwidth" },
    () => build.freezeBalanceV2(9_007_199_254_740_991, "BANDWIDTH", from, { blockHeader }),
  ],
  [{ kind: "unfreeze", amount: "5", resource: "energy" }, () => build.unfreezeBalanceV2(5, "ENERGY", from, { blockHeader })],
  [
    { kind: "unfreeze", amount: "5", resource: "bandwidth" },
    () => build.unfreezeBalanceV2(5, "BANDWIDTH", from, { blockHeader }),
  ],
  [{ kind: "withdraw" }, () => build.withdrawExpireUnfreeze(from, { blockHeader })],
  [{ kind: "cancel-unfreezing" }, () => build.cancelUnfreezeBalanceV2(from, { blockHeader })],
  [
    { kind: "delegate", amount: "7000000", resource: "energy", to_address: to },
    () => build.delegateResource(7_000_000, to, "ENERGY", from, false, 0, { blockHeader }),
  ],
  [
    { kind: "delegate", amount: "7000000", resource: "bandwidth", to_address: to, lock_hours: 24 },
    () => build.delegateResource(7_000_000, to, "BANDWIDTH", from, true, 28_800, { blockHeader }),
  ],
  [
    { kind: "undelegate", amount: "7000000", resource: "energy", to_address: to },
    () => build.undelegateResource(7_000_000, to, "ENERGY", from, { blockHeader }),
  ],
  [
    {
      kind: "vote",
      votes: [
        { witness, votes: "3" },
        { witness: to, votes: "200" },
      ],
    },
    () => build.vote({ [witness]: 3, [to]: 200 }, from, { blockHeader }),
  ],
  [{ kind: "claim" }, () => build.withdrawBlockRewards(from, { blockHeader })],
])("writes %o as TronWeb does", async (staking, theirs) => {
  const raw = rawTransaction({ asset: null, from, staking }, reference);
  expect(Buffer.from(raw).toString("hex")).toBe((await theirs()).raw_data_hex);
});

it("refuses amounts that have no place in a transaction", () => {
  const trx = (sun: bigint): Payment => ({ asset: "TRX", from, to, sun });
  for (const sun of [0n, -1n, 1n << 63n]) expect(() => rawTransaction(trx(sun), reference)).toThrow(RangeError);
  for (const amount of ["0", String(1n << 63n)])
    expect(() =>
      rawTransaction({ asset: null, from, staking: { kind: "freeze", amount, resource: "energy" } }, reference),
    ).toThrow(RangeError);
  const nobody: StakingAction = { kind: "undelegate", amount: "1", resource: "energy" };
  expect(() => rawTransaction({ asset: null, from, staking: nobody }, reference)).toThrow(RangeError);
  const most = { asset: "USDT", from, to, usdt, feeLimitSun: 1n, microUsdt: 1n << 256n } as const;
  expect(() => rawTransaction(most, reference)).toThrow(RangeError);
});
