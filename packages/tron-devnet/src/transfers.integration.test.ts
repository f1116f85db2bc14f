import { TronWeb } from "tronweb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf, hexOf, openTestDevnet, type TestDevnet } from "./testing/with-devnet.ts";

const TRX = 1_000_000;

describe("TRX, with TronWeb", () => {
  let net: TestDevnet;
  beforeAll(async () => {
    net = await openTestDevnet();
  });
  afterAll(() => net[Symbol.asyncDispose]());

  it("says that all three nodes are there", async () => {
    const tronWeb = await net.wallet();
    expect(await tronWeb.isConnected()).toEqual({ fullNode: true, solidityNode: true, eventServer: true });
  });

  it("shows a transfer at once on the full node, and on the solidity node once it is solidified", async () => {
    const [from, to] = [await net.wallet(100), await net.wallet()];
    await net.settle();
    const sent = await from.trx.sendTransaction(addressOf(to), 5 * TRX);
    expect(sent.result).toBe(true);
    expect(await from.trx.getUnconfirmedBalance(addressOf(to))).toBe(5 * TRX);
    expect(await from.trx.getBalance(addressOf(to))).toBe(0);
    await net.devnet.chain.mine(1);
    expect(await from.trx.getBalance(addressOf(to))).toBe(0);
    expect(await from.trx.getTransactionInfo(sent.txid)).toEqual({});
    expect(await from.trx.getUnconfirmedTransactionInfo(sent.txid)).toMatchObject({ id: sent.txid });
    await net.devnet.chain.mine(18);
    expect(await from.trx.getBalance(addressOf(to))).toBe(5 * TRX);
    expect(await from.trx.getTransactionInfo(sent.txid)).toMatchObject({ id: sent.txid, contractResult: [""] });
  });

  it("takes 1 TRX and the flat bandwidth fee for an account that is new, and says so in the receipt", async () => {
    const [from, to] = [await net.wallet(100), await net.wallet()];
    const { txid } = await from.trx.sendTransaction(addressOf(to), TRX);
    await net.settle();
    expect(await from.trx.getTransactionInfo(txid)).toMatchObject({ fee: 1_100_000, receipt: { net_fee: 100_000 } });
    expect(await from.trx.getBalance(addressOf(from))).toBe(100 * TRX - TRX - 1_100_000);
  });

  it("pays with the 600 free bytes of the day first, then 1 000 sun for a byte, and gives the free ones back in a day", async () => {
    const [from, to] = [await net.wallet(100), await net.wallet(1)];
    const infos: unknown[] = [];
    for (let sent = 0; sent < 3; sent += 1) {
      const { txid } = await from.trx.sendTransaction(addressOf(to), TRX + sent);
      await net.settle();
      infos.push((await from.trx.getTransactionInfo(txid)).receipt);
    }
    const bytes = 267;
    expect(infos).toEqual([{ net_usage: bytes }, { net_usage: bytes }, { net_fee: bytes * 1_000 }]);
    expect((await from.trx.getAccountResources(addressOf(from))).freeNetUsed).toBeGreaterThan(500);
    await net.devnet.chain.advance(12 * 3_600_000);
    expect((await from.trx.getAccountResources(addressOf(from))).freeNetUsed).toBeLessThan(280);
    await net.devnet.chain.advance(12 * 3_600_000);
    expect((await from.trx.getAccountResources(addressOf(from))).freeNetUsed).toBeUndefined();
  });

  it("refuses what the real network refuses, in its words", async () => {
    const [from, to] = [await net.wallet(10), await net.wallet(1)];
    const send = async (amount: number, address = addressOf(to)) => {
      const built = await from.transactionBuilder.sendTrx(address, amount, addressOf(from));
      return from.trx.sendRawTransaction(await from.trx.sign(built));
    };
    const text = (answer: { message?: string }) => TronWeb.toUtf8(answer.message ?? "");
    const tooMuch = await send(11 * TRX);
    expect(tooMuch.code).toBe("CONTRACT_VALIDATE_ERROR");
    expect(text(tooMuch)).toBe("Contract validate error : Validate TransferContract error, balance is not sufficient.");
    const stranger = await net.wallet();
    const unknown = await stranger.trx.sendTransaction(addressOf(to), 1);
    expect(text(unknown)).toBe(`Contract validate error : account [${addressOf(stranger)}] does not exist`);
  });

  it("knows a transaction that it was given before, also one that it refused", async () => {
    const [from, to] = [await net.wallet(10), await net.wallet(1)];
    const signed = await from.trx.sign(await from.transactionBuilder.sendTrx(addressOf(to), TRX, addressOf(from)));
    expect((await from.trx.sendRawTransaction(signed)).result).toBe(true);
    expect((await from.trx.sendRawTransaction(signed)).code).toBe("DUP_TRANSACTION_ERROR");
    const bad = await from.trx.sign(await from.transactionBuilder.sendTrx(addressOf(to), 900 * TRX, addressOf(from)));
    expect((await from.trx.sendRawTransaction(bad)).code).toBe("CONTRACT_VALIDATE_ERROR");
    expect((await from.trx.sendRawTransaction(bad)).code).toBe("DUP_TRANSACTION_ERROR");
    await net.settle();
    expect(await from.trx.getBalance(addressOf(to))).toBe(2 * TRX);
  });

  it("takes the bytes of a transaction too", async () => {
    const [from, to] = [await net.wallet(10), await net.wallet(1)];
    const signed = await from.trx.sign(await from.transactionBuilder.sendTrx(addressOf(to), TRX, addressOf(from)));
    const sent = await from.trx.sendHexTransaction(bytesOf(signed));
    expect(sent).toMatchObject({ result: true, transaction: { txID: signed.txID, raw_data_hex: signed.raw_data_hex } });
    expect(await from.trx.getUnconfirmedBalance(addressOf(to))).toBe(2 * TRX);
  });

  it("refuses a signature of somebody else, a wrong block and an expired transaction", async () => {
    const [from, to] = [await net.wallet(10), await net.wallet(10)];
    const built = await from.transactionBuilder.sendTrx(addressOf(to), TRX, addressOf(from));
    const forged = await from.trx.sign(built);
    forged.signature = (await to.trx.sign(await to.transactionBuilder.sendTrx(addressOf(from), TRX, addressOf(to)))).signature;
    expect((await from.trx.sendRawTransaction(forged)).code).toBe("SIGERROR");
    const header = await from.trx.getCurrentRefBlockParams();
    const elsewhere = { ...header, ref_block_hash: "0000000000000000" };
    const broadcast = async (blockHeader: typeof header) => {
      const transaction = await from.transactionBuilder.sendTrx(addressOf(to), TRX + 1, addressOf(from), { blockHeader });
      return (await from.trx.sendRawTransaction(await from.trx.sign(transaction))).code;
    };
    expect(await broadcast(elsewhere)).toBe("TAPOS_ERROR");
    expect(await broadcast({ ...header, expiration: header.timestamp })).toBe("TRANSACTION_EXPIRATION_ERROR");
    expect(await broadcast({ ...header, expiration: header.timestamp + 25 * 3_600_000 })).toBe("TRANSACTION_EXPIRATION_ERROR");
    expect(await broadcast(header)).toBeUndefined();
  });

  it("keeps a transfer of more sun than a double holds exactly", async () => {
    const to = await net.wallet();
    const amount = 9_007_199_254_740_993n;
    await net.devnet.fund(addressOf(to), { trx: amount });
    const answer = await fetch(`${net.devnet.url}/wallet/getaccount`, {
      method: "POST",
      body: JSON.stringify({ address: hexOf(to) }),
    });
    expect(await answer.text()).toContain(`"balance":${amount}`);
  });

  it("links its blocks, and finds them by number and id", async () => {
    const tronWeb = await net.wallet();
    await net.devnet.chain.mine(1);
    const block = await tronWeb.trx.getCurrentBlock();
    const before = await tronWeb.trx.getBlock(block.block_header.raw_data.number - 1);
    expect(block.block_header.raw_data.parentHash).toBe(before.blockID);
    expect((await tronWeb.trx.getBlock(block.blockID)).blockID).toBe(block.blockID);
    expect(await tronWeb.trx.getBlockRange(0, 3)).toHaveLength(4);
    expect((await tronWeb.trx.getConfirmedCurrentBlock()).block_header.raw_data.number).toBe(
      block.block_header.raw_data.number - 18,
    );
  });

  it("speaks base58 and text with `visible`, hex without, and refuses one for the other", async () => {
    const [from, to] = [await net.wallet(10), await net.wallet(1)];
    const ask = async (path: string, body: object) =>
      (await fetch(`${net.devnet.url}/wallet/${path}`, { method: "POST", body: JSON.stringify(body) })).json();
    const shown = await ask("getaccount", { address: addressOf(from), visible: true });
    expect(shown).toMatchObject({
      address: addressOf(from),
      owner_permission: { keys: [{ address: addressOf(from), weight: 1 }] },
    });
    expect(await ask("getaccount", { address: hexOf(from) })).toMatchObject({ address: hexOf(from) });
    expect(await ask("getaccount", { address: addressOf(from) })).toEqual({
      Error: "class org.tron.json.JsonFormat$ParseException : INVALID hex String",
    });
    const built = await from.transactionBuilder.sendTrx(addressOf(to), 100 * TRX, addressOf(from));
    const signed = await from.trx.sign(built);
    const value = { owner_address: addressOf(from), to_address: addressOf(to), amount: 100 * TRX };
    const [contract] = signed.raw_data.contract;
    const visible = {
      ...signed,
      visible: true,
      raw_data: { ...signed.raw_data, contract: [{ ...contract, parameter: { ...contract?.parameter, value } }] },
    };
    expect(await ask("broadcasttransaction", visible)).toEqual({
      code: "CONTRACT_VALIDATE_ERROR",
      txid: signed.txID,
      message: "Contract validate error : Validate TransferContract error, balance is not sufficient.",
    });
  });

  it("writes numbers of 64 bits as text for those who ask for it", async () => {
    const to = await net.wallet();
    await net.devnet.fund(addressOf(to), { trx: 9_007_199_254_740_993n });
    expect(await to.trx.raw.getUnconfirmedBalance(addressOf(to))).toBe("9007199254740993");
  });

  it("says what it does not model instead of guessing", async () => {
    const tronWeb = await net.wallet(10);
    const answer = await fetch(`${net.devnet.url}/wallet/listexchanges`, { method: "POST", body: "{}" });
    expect(answer.status).toBe(501);
    expect(await answer.json()).toEqual({ Error: "this devnet does not model /wallet/listexchanges" });
    const built = await tronWeb.transactionBuilder.sendToken(addressOf(await net.wallet(1)), 1, "1000001", addressOf(tronWeb));
    await expect(tronWeb.trx.sendRawTransaction(await tronWeb.trx.sign(built))).rejects.toThrow("501");
  });
});

/** Transaction of core/Tron.proto, by hand: raw data and one signature. */
function bytesOf({ raw_data_hex: raw, signature }: { raw_data_hex: string; signature: readonly string[] }): string {
  const varint = (length: number): string =>
    length < 128
      ? length.toString(16).padStart(2, "0")
      : ((length % 128) | 128).toString(16).padStart(2, "0") +
        Math.floor(length / 128)
          .toString(16)
          .padStart(2, "0");
  return `0a${varint(raw.length / 2)}${raw}12${varint(65)}${signature[0]}`;
}
