import { TronWeb } from "tronweb";
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

it("refuses amounts that have no place in a transaction", () => {
  const trx = (sun: bigint): Payment => ({ asset: "TRX", from, to, sun });
  for (const sun of [0n, -1n, 1n << 63n]) expect(() => rawTransaction(trx(sun), reference)).toThrow(RangeError);
  const most = { asset: "USDT", from, to, usdt, feeLimitSun: 1n, microUsdt: 1n << 256n } as const;
  expect(() => rawTransaction(most, reference)).toThrow(RangeError);
});
