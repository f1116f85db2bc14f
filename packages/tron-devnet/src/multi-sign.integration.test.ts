import { type TronWeb, type Types, utils } from "tronweb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf, hexOf, openTestDevnet, saidOf, send, type TestDevnet } from "./testing/with-devnet.ts";

const TRX = 1_000_000;
/** Bit 1: TransferContract, and nothing else. */
const TRANSFERS = `02${"00".repeat(31)}`;

describe("permissions and multi-sign, with TronWeb", () => {
  let net: TestDevnet;
  let account: TronWeb;
  let keys: readonly [TronWeb, TronWeb, TronWeb];
  let to: string;
  beforeAll(async () => {
    net = await openTestDevnet();
    account = await net.wallet(1_000);
    keys = [await net.wallet(), await net.wallet(), await net.wallet()];
    to = addressOf(await net.wallet(1));
    const key = (of: TronWeb) => ({ address: hexOf(of), weight: 1 });
    const owner = { type: 0, permission_name: "owner", threshold: 1, keys: [key(account)] };
    const active = { type: 2, permission_name: "two of three", threshold: 2, operations: TRANSFERS, keys: keys.map(key) };
    const before = await account.trx.getUnconfirmedBalance(addressOf(account));
    expect(
      await send(account, account.transactionBuilder.updateAccountPermissions(hexOf(account), owner, undefined, [active])),
    ).toBe("SUCCESS");
    expect(await account.trx.getUnconfirmedBalance(addressOf(account))).toBe(before - 100 * TRX);
  });
  afterAll(() => net[Symbol.asyncDispose]());

  const build = (amount: number) => account.transactionBuilder.sendTrx(to, amount, addressOf(account), { permissionId: 2 });
  const sign = (transaction: Types.Transaction | Types.SignedTransaction, by: TronWeb) =>
    by.trx.multiSign(transaction, undefined, 2);

  it("shows the permission as it was set", async () => {
    const { active_permission: actives } = await account.trx.getUnconfirmedAccount(addressOf(account));
    expect(actives).toEqual([
      {
        type: "Active",
        id: 2,
        permission_name: "two of three",
        threshold: 2,
        operations: TRANSFERS,
        keys: keys.map((key) => ({ address: hexOf(key), weight: 1 })),
      },
    ]);
  });

  it("takes a transaction when enough have signed, for 1 TRX more", async () => {
    const built = await build(TRX);
    const once = await sign(built, keys[0]);
    expect(await account.trx.getSignWeight(once)).toMatchObject({
      approved_list: [hexOf(keys[0])],
      current_weight: 1,
      result: { code: "NOT_ENOUGH_PERMISSION" },
    });
    expect(saidOf(await account.trx.sendRawTransaction(once))).toBe("SIGERROR: Validate signature error: sig error");
    const other = await sign(await build(TRX + 1), keys[0]);
    const twice = await sign(other, keys[2]);
    expect(await account.trx.getApprovedList(twice)).toMatchObject({ approved_list: [hexOf(keys[0]), hexOf(keys[2])] });
    const before = await account.trx.getUnconfirmedBalance(addressOf(account));
    expect(saidOf(await account.trx.sendRawTransaction(twice))).toBe("SUCCESS");
    await net.devnet.chain.mine(1);
    const { fee } = await account.trx.getUnconfirmedTransactionInfo(twice.txID);
    expect(fee).toBeGreaterThanOrEqual(TRX);
    expect(await account.trx.getUnconfirmedBalance(addressOf(account))).toBe(before - TRX - 1 - fee);
  });

  it("refuses a stranger's signature, one twice, too many, and what the permission does not hold", async () => {
    const stranger = await net.wallet(1);
    const signature = (transaction: Types.Transaction, by: TronWeb): string => {
      if (by.defaultPrivateKey === false) throw new Error("the client has no key");
      return utils.crypto.signTransaction(by.defaultPrivateKey, structuredClone(transaction)).signature[0] ?? "";
    };
    let amount = TRX + 2;
    const withSignatures = async (from: Types.Transaction, by: readonly TronWeb[]) =>
      saidOf(await account.trx.sendRawTransaction({ ...from, signature: by.map((one) => signature(from, one)) }));
    expect(await withSignatures(await build(amount), [keys[0], stranger])).toMatch(
      / is signed by T\w{33} but it is not contained of permission\.$/,
    );
    expect(await withSignatures(await build((amount += 1)), [keys[0], keys[0]])).toMatch(/SIGERROR: .* has signed twice!$/);
    expect(await withSignatures(await build((amount += 1)), [...keys, stranger])).toBe(
      "SIGERROR: Validate signature error: Signature count is 4 more than key counts of permission : 3",
    );
    const freeze = await account.transactionBuilder.freezeBalanceV2(TRX, "ENERGY", addressOf(account), { permissionId: 2 });
    expect(await withSignatures(freeze, [keys[0], keys[1]])).toBe("SIGERROR: Validate signature error: Permission denied");
  });

  it("refuses a permission that nobody could use", async () => {
    const owner = { type: 0, permission_name: "owner", threshold: 1, keys: [{ address: hexOf(account), weight: 1 }] };
    const active = {
      type: 2,
      permission_name: "x",
      threshold: 5,
      operations: TRANSFERS,
      keys: [{ address: hexOf(account), weight: 1 }],
    };
    expect(
      await send(account, account.transactionBuilder.updateAccountPermissions(hexOf(account), owner, undefined, [active])),
    ).toBe(
      "CONTRACT_VALIDATE_ERROR: Contract validate error : sum of all key's weight should not be less than threshold in permission Active",
    );
  });
});
