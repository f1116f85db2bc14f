import { TronWeb } from "tronweb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf, openTestDevnet, type TestDevnet } from "./testing/with-devnet.ts";

const USDT = 1_000_000;
const ZERO = "410000000000000000000000000000000000000000";

describe("the network's USDT, with TronWeb", () => {
  let net: TestDevnet;
  beforeAll(async () => {
    net = await openTestDevnet();
  });
  afterAll(() => net[Symbol.asyncDispose]());

  const give = (to: TronWeb, usdt: number) => net.devnet.fund(addressOf(to), { usdt: BigInt(usdt * USDT) });
  const balanceOf = async (of: TronWeb, options: { confirmed?: boolean } = {}): Promise<bigint> => {
    const { constant_result: result } = await of.transactionBuilder.triggerConstantContract(
      net.devnet.tokens.usdt,
      "balanceOf(address)",
      options,
      [{ type: "address", value: addressOf(of) }],
      ZERO,
    );
    return BigInt(`0x${result[0]}`);
  };
  const transfer = async (from: TronWeb, to: TronWeb, amount: number, feeLimit = 100_000_000) => {
    const { transaction } = await from.transactionBuilder.triggerSmartContract(
      net.devnet.tokens.usdt,
      "transfer(address,uint256)",
      { feeLimit, txLocal: true },
      [
        { type: "address", value: addressOf(to) },
        { type: "uint256", value: amount },
      ],
      addressOf(from),
    );
    return from.trx.sendRawTransaction(await from.trx.sign(transaction));
  };
  const infoOf = async (tronWeb: TronWeb, id: string) => {
    await net.settle();
    return tronWeb.trx.getTransactionInfo(id);
  };

  it("moves coins, and answers false as USDT of the main network does", async () => {
    const [from, to] = [await net.wallet(1_000), await net.wallet(1)];
    await give(from, 100);
    await net.settle();
    const { txid } = await transfer(from, to, 30 * USDT);
    expect(await balanceOf(to)).toBe(30_000_000n);
    expect(await balanceOf(to, { confirmed: true })).toBe(0n);
    const info = await infoOf(from, txid);
    expect(info.receipt.result).toBe("SUCCESS");
    expect(info.contractResult).toEqual(["0".repeat(64)]);
    expect(await balanceOf(to, { confirmed: true })).toBe(30_000_000n);
    expect(info.log).toEqual([
      {
        address: TronWeb.address.toHex(net.devnet.tokens.usdt).slice(2).toLowerCase(),
        topics: [
          "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
          TronWeb.address.toHex(addressOf(from)).slice(2).toLowerCase().padStart(64, "0"),
          TronWeb.address.toHex(addressOf(to)).slice(2).toLowerCase().padStart(64, "0"),
        ],
        data: (30 * USDT).toString(16).padStart(64, "0"),
      },
    ]);
  });

  it("burns TRX for energy that is not staked, as the receipt says to the sun", async () => {
    const [from, to] = [await net.wallet(1_000), await net.wallet(1)];
    await give(from, 100);
    await net.settle();
    const before = await from.trx.getBalance(addressOf(from));
    const info = await infoOf(from, (await transfer(from, to, USDT)).txid);
    const { energy_usage_total: energy, energy_fee: fee } = info.receipt;
    expect(fee).toBe(energy * 100);
    expect(info.fee).toBe(fee);
    expect(await from.trx.getBalance(addressOf(from))).toBe(before - fee);
    const again = await infoOf(from, (await transfer(from, to, USDT)).txid);
    // A slot that held nothing costs 20 000, one that held something 5 000.
    expect(energy - (again.receipt.energy_usage_total ?? 0)).toBe(15_000);
  });

  it("estimates the energy that it then takes", async () => {
    const [from, to] = [await net.wallet(1_000), await net.wallet(1)];
    await give(from, 100);
    const parameters = [
      { type: "address", value: addressOf(to) },
      { type: "uint256", value: USDT },
    ];
    const { energy_required: needed } = await from.transactionBuilder.estimateEnergy(
      net.devnet.tokens.usdt,
      "transfer(address,uint256)",
      {},
      parameters,
      addressOf(from),
    );
    const info = await infoOf(from, (await transfer(from, to, USDT)).txid);
    expect(info.receipt.energy_usage_total).toBe(needed);
    const short = await infoOf(from, (await transfer(from, to, USDT, 100 * 10_000)).txid);
    expect(short).toMatchObject({ result: "FAILED", receipt: { result: "OUT_OF_ENERGY", energy_usage_total: 10_000 } });
    expect(await balanceOf(to)).toBe(1_000_000n);
  });

  it("refuses more than there is with a receipt of REVERT, and charges only what ran", async () => {
    const [from, to] = [await net.wallet(1_000), await net.wallet(1)];
    const info = await infoOf(from, (await transfer(from, to, USDT)).txid);
    expect(info).toMatchObject({ result: "FAILED", receipt: { result: "REVERT" } });
    expect(TronWeb.toUtf8(info.resMessage ?? "")).toBe("REVERT opcode executed");
    expect(info.receipt.energy_usage_total).toBeLessThan(5_000);
    expect(info.log).toBeUndefined();
    const transaction = await from.trx.getTransaction(info.id);
    expect(transaction.ret).toEqual([{ contractRet: "REVERT" }]);
  });

  it("answers through TronWeb's contract object", async () => {
    const from = await net.wallet(1_000);
    await give(from, 5);
    const contract = await from.contract().at(net.devnet.tokens.usdt);
    expect(await contract.decimals().call()).toEqual(6n);
    expect(await contract.symbol().call()).toBe("USDT");
    expect(await contract.balanceOf(addressOf(from)).call()).toEqual(5_000_000n);
    const other = addressOf(await net.wallet(1));
    await contract.approve(other, 3).send({ feeLimit: 100_000_000 });
    expect(await contract.allowance(addressOf(from), other).call()).toEqual(3n);
  });

  it("tells its events by contract, transaction and block, with what each value is called", async () => {
    const [from, to] = [await net.wallet(1_000), await net.wallet(1)];
    await give(from, 100);
    await net.settle();
    const { txid } = await transfer(from, to, 7 * USDT);
    await net.devnet.chain.mine(1);
    const head = net.devnet.chain.head();
    const told = await from.event.getEventsByTransactionID(txid);
    expect(told.data).toEqual([
      {
        block_number: head.number,
        block_timestamp: head.timestamp,
        caller_contract_address: net.devnet.tokens.usdt,
        contract_address: net.devnet.tokens.usdt,
        event_index: 0,
        event_name: "Transfer",
        event: "Transfer(address indexed from, address indexed to, uint256 value)",
        result: { 0: evm(from), 1: evm(to), 2: "7000000", from: evm(from), to: evm(to), value: "7000000" },
        result_type: { from: "address", to: "address", value: "uint256" },
        transaction_id: txid,
        _unconfirmed: true,
      },
    ]);
    expect((await from.event.getEventsByTransactionID(txid, { only_confirmed: true })).data).toEqual([]);
    await net.settle();
    expect((await from.event.getEventsByTransactionID(txid, { only_confirmed: true })).data).toHaveLength(1);
    expect((await from.event.getEventsByBlockNumber(head.number)).data).toMatchObject([{ transaction_id: txid }]);
    const newest = await from.event.getEventsByContractAddress(net.devnet.tokens.usdt, { eventName: "Transfer", limit: 1 });
    expect(newest.data).toMatchObject([{ transaction_id: txid }]);
    const next = await from.event.getEventsByContractAddress(net.devnet.tokens.usdt, {
      limit: 1,
      fingerprint: newest.meta?.fingerprint ?? "",
    });
    expect(next.data).toHaveLength(1);
    expect(next.data).not.toEqual(newest.data);
  });

  it("lists an account's transfers as TronGrid does, in and out, page by page", async () => {
    const [from, to] = [await net.wallet(1_000), await net.wallet(1_000)];
    await give(from, 100);
    await transfer(from, to, 3 * USDT);
    await transfer(to, from, USDT);
    await net.devnet.chain.mine(1);
    const list = async (query: string) => {
      const answer = await fetch(`${net.devnet.url}/v1/accounts/${addressOf(to)}/transactions/trc20?${query}`);
      return (await answer.json()) as { data: unknown[]; meta: { fingerprint?: string } };
    };
    const first = await list("limit=1&order_by=block_timestamp,asc");
    expect(first.data).toMatchObject([
      {
        from: addressOf(from),
        to: addressOf(to),
        type: "Transfer",
        value: "3000000",
        token_info: { symbol: "USDT", decimals: 6, name: "Tether USD (devnet)", address: net.devnet.tokens.usdt },
      },
    ]);
    const second = await list(`limit=1&order_by=block_timestamp,asc&fingerprint=${first.meta.fingerprint}`);
    expect(second.data).toMatchObject([{ from: addressOf(to), to: addressOf(from), value: "1000000" }]);
    expect(second.meta.fingerprint).toBeUndefined();
    expect((await list("only_confirmed=true")).data).toEqual([]);
    await net.settle();
    expect((await list("only_confirmed=true")).data).toHaveLength(2);
    expect((await list("only_to=true")).data).toHaveLength(1);
    const all = await fetch(`${net.devnet.url}/v1/accounts/${addressOf(to)}/transactions?only_confirmed=true`);
    const { data } = (await all.json()) as { data: { raw_data: { contract: { type: string }[] }; ret: object[] }[] };
    // What it called itself, and the TRX that it was given; a transfer of the token to it is no transaction of it.
    expect(data.map(({ raw_data }) => raw_data.contract[0]?.type)).toEqual(["TriggerSmartContract", "TransferContract"]);
    expect(data[1]).toMatchObject({ ret: [{ contractRet: "SUCCESS", fee: expect.anything() }], blockNumber: expect.any(Number) });
    expect((await list(`contract_address=${addressOf(from)}`)).data).toEqual([]);
  });

  it("freezes who is on the list: such a one cannot send, and can still be sent to", async () => {
    const [from, to] = [await net.wallet(1_000), await net.wallet(1_000)];
    await give(from, 100);
    await give(to, 1);
    await net.devnet.freeze(addressOf(to), true);
    expect((await infoOf(from, (await transfer(from, to, USDT)).txid)).receipt.result).toBe("SUCCESS");
    expect((await infoOf(to, (await transfer(to, from, USDT)).txid)).receipt.result).toBe("REVERT");
    await net.devnet.freeze(addressOf(to), false);
    expect((await infoOf(to, (await transfer(to, from, USDT)).txid)).receipt.result).toBe("SUCCESS");
  });
});

const evm = (tronWeb: TronWeb): string => `0x${TronWeb.address.toHex(addressOf(tronWeb)).slice(2).toLowerCase()}`;
