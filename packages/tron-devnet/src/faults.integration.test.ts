import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TronWeb, Types } from "tronweb";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addressOf, openTestDevnet, saidOf, send, type TestDevnet } from "./testing/with-devnet.ts";

const TRX = 1_000_000;
const BROADCAST = "/wallet/broadcasttransaction";

describe("what goes wrong between a payer and a node", () => {
  let net: TestDevnet;
  let from: TronWeb;
  let to: string;
  beforeAll(async () => {
    net = await openTestDevnet();
    from = await net.wallet(1_000);
    to = addressOf(await net.wallet(1));
  });
  afterAll(() => net[Symbol.asyncDispose]());
  afterEach(async () => {
    for (const { id } of net.devnet.faults.list()) net.devnet.faults.remove(id);
    await net.settle();
  });

  let amount = TRX;
  const signed = async (): Promise<Types.SignedTransaction> =>
    from.trx.sign(await from.transactionBuilder.sendTrx(to, (amount += 1), addressOf(from)));
  const broadcast = async (transaction: Types.SignedTransaction) => saidOf(await from.trx.sendRawTransaction(transaction));
  const isIn = async ({ txID }: Types.SignedTransaction): Promise<boolean> => {
    await net.devnet.chain.mine(1);
    return (await from.trx.getUnconfirmedTransactionInfo(txID)).id === txID;
  };

  it("cuts the connection before a call is heard, so often as was said", async () => {
    const { faults } = net.devnet;
    faults.add({ kind: "drop", path: BROADCAST, times: 2 });
    const transaction = await signed();
    await expect(broadcast(transaction)).rejects.toThrow();
    await expect(broadcast(transaction)).rejects.toThrow();
    expect(await isIn(transaction)).toBe(false);
    expect(await broadcast(transaction)).toBe("SUCCESS");
    expect(faults.list()).toEqual([]);
  });

  it("loses the answer of a broadcast that it carried out", async () => {
    net.devnet.faults.add({ kind: "lose-answer", path: BROADCAST, times: 1 });
    const transaction = await signed();
    await expect(broadcast(transaction)).rejects.toThrow();
    expect(await broadcast(transaction)).toMatch(/^DUP_TRANSACTION_ERROR/);
    expect(await isIn(transaction)).toBe(true);
  });

  it("answers a broadcast that it carried out as known", async () => {
    net.devnet.faults.add({ kind: "duplicate", path: BROADCAST, times: 1 });
    const transaction = await signed();
    expect(await broadcast(transaction)).toBe("DUP_TRANSACTION_ERROR: Transaction already exists.");
    expect(await isIn(transaction)).toBe(true);
  });

  it.each([429, 503])("refuses with %i", async (status) => {
    net.devnet.faults.add({ kind: "status", status, path: "/walletsolidity", times: 1 });
    await expect(from.trx.getBalance(to)).rejects.toThrow(String(status));
    expect(await from.trx.getBalance(to)).toBeGreaterThan(0);
  });

  it("answers late", async () => {
    net.devnet.faults.add({ kind: "delay", ms: 50, times: 1 });
    expect((await from.trx.getCurrentBlock()).blockID).toBe(net.devnet.chain.head().id);
  });

  it("sends a call on to another host, which TronWeb follows with the whole signed body", async () => {
    const heard = Promise.withResolvers<string>();
    const stranger = createServer((request, response) => {
      heard.resolve(request.url ?? "");
      response.end("{}");
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    const { port } = stranger.address() as AddressInfo;
    net.devnet.faults.add({ kind: "redirect", to: `http://127.0.0.1:${port}`, path: BROADCAST, times: 1 });
    await from.trx.sendRawTransaction(await signed());
    expect(await heard.promise).toBe(BROADCAST);
    stranger.close();
    stranger.closeAllConnections();
  });

  it("turns a receipt into its contrary", async () => {
    await net.devnet.fund(addressOf(from), { usdt: 5n });
    const { transaction } = await from.transactionBuilder.triggerSmartContract(
      net.devnet.tokens.usdt,
      "transfer(address,uint256)",
      { txLocal: true },
      [
        { type: "address", value: to },
        { type: "uint256", value: 1 },
      ],
      addressOf(from),
    );
    expect(await send(from, transaction)).toBe("SUCCESS");
    await net.settle();
    using _fault = net.devnet.faults.add({ kind: "wrong-receipt", path: "/walletsolidity/gettransactioninfobyid", times: 1 });
    expect(await from.trx.getTransactionInfo(transaction.txID)).toMatchObject({
      result: "FAILED",
      receipt: { result: "REVERT" },
    });
    expect(await from.trx.getTransactionInfo(transaction.txID)).toMatchObject({ receipt: { result: "SUCCESS" } });
  });

  it("lets the solidity node stand still, and catch up afterwards", async () => {
    const before = net.devnet.chain.solid().number;
    const balance = await from.trx.getBalance(to);
    const fault = net.devnet.faults.add({ kind: "stale-solid" });
    expect(await broadcast(await signed())).toBe("SUCCESS");
    await net.settle();
    expect(net.devnet.chain.solid().number).toBe(before);
    expect(await from.trx.getBalance(to)).toBe(balance);
    fault[Symbol.dispose]();
    expect(net.devnet.chain.solid().number).toBe(net.devnet.chain.head().number - 18);
    expect(await from.trx.getBalance(to)).toBe(balance + amount);
  });

  it("lets the event server leave a transaction out of its lists until the fault ends", async () => {
    const transaction = await signed();
    expect(await broadcast(transaction)).toBe("SUCCESS");
    const { txID } = transaction;
    await net.settle();
    const isListed = async (): Promise<boolean> => {
      const answer = await fetch(`${net.devnet.url}/v1/accounts/${to}/transactions?limit=200`);
      return (await answer.text()).includes(txID);
    };
    expect(await isListed()).toBe(true);
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ kind: "leave-out", transaction: txID });
    await fetch(`${net.devnet.url}/devnet/faults`, { method: "POST", headers, body });
    expect(await isListed()).toBe(false);
    expect(await from.trx.getTransactionInfo(txID)).toMatchObject({ id: txID });
    await fetch(`${net.devnet.url}/devnet/heal`, { method: "POST", headers, body: "{}" });
    expect(await isListed()).toBe(true);
  });

  it("forks: other blocks take the place of the newest ones, with the same transactions or without", async () => {
    const { chain } = net.devnet;
    const transaction = await signed();
    expect(await broadcast(transaction)).toBe("SUCCESS");
    await chain.mine(3);
    const old = chain.head();
    const balance = await from.trx.getUnconfirmedBalance(to);
    await chain.fork(3, "all");
    expect((await from.trx.getUnconfirmedTransactionInfo(transaction.txID)).blockNumber).toBe(old.number - 2);
    expect((await from.trx.getBlock(old.number - 2)).block_header.raw_data.parentHash).toBe(
      (await from.trx.getBlock(old.number - 3)).blockID,
    );
    await chain.mine(2);
    expect(chain.head().number).toBe(old.number);
    expect(chain.head().id).not.toBe(old.id);
    expect(await from.trx.getUnconfirmedBalance(to)).toBe(balance);
    await chain.fork(3, "none");
    expect(await from.trx.getUnconfirmedTransactionInfo(transaction.txID)).toEqual({});
    expect(await from.trx.getUnconfirmedBalance(to)).toBe(balance - amount);
    expect(await broadcast(transaction)).toBe("SUCCESS");
    await expect(chain.fork(19, "none")).rejects.toThrow("the others are solidified");
  });

  it("loses in a fork a transaction that names a block of the other branch", async () => {
    const { chain } = net.devnet;
    await chain.mine(1);
    // TronWeb names the head, which is about to go.
    const naming = await signed();
    expect(await broadcast(naming)).toBe("SUCCESS");
    await chain.mine(1);
    await chain.fork(2, "all");
    await net.settle();
    expect(await from.trx.getUnconfirmedTransactionInfo(naming.txID)).toEqual({});
    expect(await broadcast(naming)).toMatch(/^DUP_TRANSACTION_ERROR/);
    await chain.advance(3_600_001);
    expect(await broadcast(naming)).toBe("TAPOS_ERROR: Tapos check error.");
  });

  it("takes faults, forks and time over HTTP, and lists what is in force", async () => {
    const post = async (path: string, body: object) => {
      const answer = await fetch(`${net.devnet.url}/devnet/${path}`, { method: "POST", body: JSON.stringify(body) });
      return { status: answer.status, json: await answer.json() };
    };
    const { json } = await post("faults", { kind: "status", status: 503, path: "/wallet/getnowblock", times: 3 });
    expect(await (await fetch(`${net.devnet.url}/devnet/status`)).json()).toMatchObject({
      faults: [{ id: json.id, kind: "status" }],
    });
    expect(await post("heal", { id: json.id })).toEqual({ status: 200, json: { healed: [json.id] } });
    expect(await post("faults", { kind: "earthquake" })).toEqual({
      status: 400,
      json: { Error: "there is no fault earthquake" },
    });
    expect((await post("mine", { blocks: 0 })).status).toBe(400);
    expect((await post("fork", { blocks: 500 })).status).toBe(400);
    expect((await fetch(`${net.devnet.url}/devnet/mine`)).status).toBe(405);
    const foreign = await fetch(`${net.devnet.url}/devnet/status`, { headers: { origin: "http://elsewhere.example" } });
    expect(foreign.status).toBe(403);
  });
});
