import type { TronWeb, Types } from "tronweb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../testing/compile.ts";
import { addressOf, openTestDevnet, saidOf, send, type TestDevnet } from "../testing/with-devnet.ts";
import { fromHex, keccak256, toHex } from "../text/bytes.ts";

const TRX = 1_000_000;
const FEE_LIMIT = 1_000 * TRX;
const ZERO = "410000000000000000000000000000000000000000";
const hashOf = (hex: string): string => toHex(keccak256(fromHex(hex)));
const probe = compile("evm/testing/probe.sol", "Probe");

describe("contracts, with TronWeb", () => {
  let net: TestDevnet;
  let owner: TronWeb;
  let contract: string;
  beforeAll(async () => {
    net = await openTestDevnet();
    owner = await net.wallet(100_000);
    contract = await deploy(owner, { callValue: 10 * TRX });
  });
  afterAll(() => net[Symbol.asyncDispose]());

  async function deploy(by: TronWeb, options: Partial<Types.CreateSmartContractOptions> = {}): Promise<string> {
    const built = await by.transactionBuilder.createSmartContract(
      { abi: JSON.stringify(probe.abi), bytecode: probe.bytecode, feeLimit: FEE_LIMIT, name: "Probe", ...options },
      addressOf(by),
    );
    expect(await send(by, built)).toBe("SUCCESS");
    await net.devnet.chain.mine(1);
    const info = await by.trx.getUnconfirmedTransactionInfo(built.txID);
    expect(info.receipt.result).toBe("SUCCESS");
    // TronWeb foretells the address.
    expect(info.contract_address).toBe(built.contract_address.toLowerCase());
    return by.address.fromHex(info.contract_address);
  }

  type Parameters = { type: string; value: unknown }[];
  async function call(by: TronWeb, method: string, parameters: Parameters = [], callValue = 0, feeLimit = FEE_LIMIT) {
    const { transaction } = await by.transactionBuilder.triggerSmartContract(
      contract,
      method,
      { txLocal: true, feeLimit, callValue },
      parameters,
      addressOf(by),
    );
    const said = saidOf(await by.trx.sendRawTransaction(await by.trx.sign(transaction)));
    await net.devnet.chain.mine(1);
    return { said, info: await by.trx.getUnconfirmedTransactionInfo(transaction.txID) };
  }
  const ask = (method: string, parameters: Parameters = []) =>
    owner.transactionBuilder.triggerConstantContract(contract, method, {}, parameters, ZERO);
  const numberOf = ({ constant_result: words = [] }: { constant_result?: string[] }): bigint => BigInt(`0x${words[0]}`);
  const number = (value: number) => ({ type: "uint256", value });

  it("moves TRX into a contract and out of it, and makes accounts on the way", async () => {
    expect(await owner.trx.getUnconfirmedBalance(contract)).toBe(10 * TRX);
    expect((await call(owner, "set(uint256)", [number(3)], 2 * TRX)).said).toBe("SUCCESS");
    expect(await owner.trx.getUnconfirmedBalance(contract)).toBe(12 * TRX);
    const stranger = await net.wallet();
    const paid = await call(owner, "pay(address,uint256)", [{ type: "address", value: addressOf(stranger) }, number(5 * TRX)]);
    expect(paid.info.receipt.result).toBe("SUCCESS");
    expect(await owner.trx.getUnconfirmedBalance(addressOf(stranger))).toBe(5 * TRX);
    // A value costs 9 000, of which 2 300 come back unused, an account that was not there 25 000.
    expect(paid.info.receipt.energy_usage_total).toBeGreaterThan(31_700);
    const poor = await net.wallet(1);
    expect((await call(poor, "set(uint256)", [number(1)], 5 * TRX)).said).toBe(
      "CONTRACT_VALIDATE_ERROR: Contract validate error : Validate InternalTransfer error, balance is not sufficient.",
    );
    expect(await send(owner, owner.transactionBuilder.sendTrx(contract, TRX, addressOf(owner)))).toBe(
      "CONTRACT_VALIDATE_ERROR: Contract validate error : Cannot transfer TRX to a smartContract.",
    );
  });

  it("takes back what a failed call did, says why, and keeps what a caught failure left", async () => {
    await call(owner, "set(uint256)", [number(3)]);
    const failed = await call(owner, "fail()");
    expect(failed.info).toMatchObject({ result: "FAILED", receipt: { result: "REVERT" } });
    expect(failed.info.contractResult[0]).toContain("08c379a0");
    await expect(ask("fail()")).rejects.toThrow("REVERT opcode executed");
    expect(numberOf(await ask("value()"))).toBe(3n);
    expect((await call(owner, "tryFail()")).info.receipt.result).toBe("SUCCESS");
    expect(numberOf(await ask("value()"))).toBe(7n);
  });

  it("takes all energy of a call that runs out of it, and no more than the fee limit", async () => {
    const { info } = await call(owner, "spin(uint256)", [number(1_000_000)], 0, 10 * TRX);
    expect(info).toMatchObject({
      result: "FAILED",
      fee: expect.any(Number),
      receipt: { result: "OUT_OF_ENERGY", energy_usage_total: 100_000, energy_fee: 10 * TRX },
    });
  });

  it("names contracts that a contract makes as TRON does", async () => {
    const salt = "ab".repeat(32);
    const { info } = await call(owner, "make(bytes32)", [{ type: "bytes32", value: `0x${salt}` }]);
    // Two calls came before: tryFail, and fail within it.
    const children = (info.log ?? []).map(({ data }) => `41${data.slice(24, 64)}`);
    const child = compile("evm/testing/probe.sol", "Child").bytecode;
    const creator = owner.address.toHex(contract).toLowerCase();
    expect(children).toEqual([
      `41${hashOf(info.id + "2".padStart(16, "0")).slice(-40)}`,
      `41${hashOf(creator + salt + hashOf(child)).slice(-40)}`,
    ]);
    expect((await owner.trx.getUnconfirmedAccount(children[0] ?? "")).type).toBe("Contract");
  });

  it("tells a contract about the network what TRON tells", async () => {
    const { constant_result: words = [] } = await ask("surroundings()");
    const [chainId, block, time, baseFee, price, balance] = [0, 1, 2, 3, 4, 5].map((at) =>
      BigInt(`0x${words[0]?.slice(at * 64, at * 64 + 64)}`),
    );
    const head = net.devnet.chain.head();
    const genesis = (await owner.trx.getBlock(0)).blockID;
    expect({ chainId, block, time, baseFee, price, balance }).toEqual({
      chainId: BigInt(`0x${genesis.slice(-8)}`),
      block: BigInt(head.number),
      time: BigInt(Math.floor(head.timestamp / 1_000)),
      baseFee: 100n,
      price: 100n,
      balance: BigInt(await owner.trx.getUnconfirmedBalance(contract)),
    });
  });

  it("refuses what it does not model, and says what", async () => {
    const { said } = await call(owner, "digest(bytes)", [{ type: "bytes", value: "0x00" }]);
    expect(said).toBe("OTHER_ERROR: Other error : this devnet does not model the built-in contract 03");
    const stranger = await net.wallet(10);
    const nobody = addressOf(await net.wallet());
    const { transaction } = await stranger.transactionBuilder.triggerSmartContract(
      nobody,
      "x()",
      { txLocal: true, feeLimit: TRX },
      [],
      addressOf(stranger),
    );
    expect(await send(stranger, transaction)).toBe(
      "CONTRACT_VALIDATE_ERROR: Contract validate error : No contract or not a smart contract",
    );
  });

  it("lets a contract's owner pay a share of the energy, and change it", async () => {
    const { transactionBuilder: build } = owner;
    await send(owner, build.freezeBalanceV2(50_000 * TRX, "ENERGY"));
    const user = await net.wallet(1_000);
    const alone = (await call(user, "set(uint256)", [number(4)])).info.receipt;
    expect(alone.origin_energy_usage).toBeUndefined();
    expect(await send(user, user.transactionBuilder.updateSetting(contract, 40, addressOf(user)))).toMatch(
      /is not the owner of the contract$/,
    );
    expect(await send(owner, build.updateSetting(contract, 40, addressOf(owner)))).toBe("SUCCESS");
    const shared = (await call(user, "set(uint256)", [number(5)])).info.receipt;
    expect(shared.origin_energy_usage).toBe(Math.floor(shared.energy_usage_total * 0.6));
    expect(shared.energy_fee).toBe((shared.energy_usage_total - (shared.origin_energy_usage ?? 0)) * 100);
    expect(await send(owner, build.updateEnergyLimit(contract, 100, addressOf(owner)))).toBe("SUCCESS");
    expect((await call(user, "set(uint256)", [number(6)])).info.receipt.origin_energy_usage).toBe(100);
  });

  it("shows a contract with its code, and forgets its ABI when it is told to", async () => {
    const shown = await owner.trx.getContract(contract);
    expect(shown).toMatchObject({ name: "Probe", origin_address: owner.address.toHex(addressOf(owner)).toLowerCase() });
    const { runtimecode: code } = await owner.trx.getContractInfo(contract);
    expect(shown.code_hash).toBe(hashOf(code));
    expect(await send(owner, owner.transactionBuilder.clearABI(contract, addressOf(owner)))).toBe("SUCCESS");
    expect((await owner.trx.getContract(contract)).abi).toEqual({});
  });
});
