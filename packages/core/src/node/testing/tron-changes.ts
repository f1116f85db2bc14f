import { randomBytes } from "node:crypto";
import {
  type NodeEvent,
  type OrderedTransfer,
  TransferId,
  type TransferState,
  type TronWallet,
  TronWalletId,
} from "@lucid/contract";
import { createWallet, sealWalletSecret, walletFromPhrase } from "@lucid/identity";
import { tronAddressOf } from "@lucid/proof";
import type { TestDevnet } from "@lucid/testkit/node";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect, vi } from "vitest";
import type { NodeClient } from "./owned-node.ts";

type Change = () => Promise<(event: NodeEvent) => boolean>;
const PASSPHRASE = "a passphrase of a test";
const DEVICE_KEY = randomBytes(32).fill(1, 0, 1);

/** What is asked, and changes nothing. */
export const TRON_TELLS_NOTHING = {
  "tron.estimateFee": "only looks",
  "tron.forecastStaking": "only looks",
} as const;

export interface TronChangesDeps {
  readonly devnet: () => Pick<TestDevnet, "fund" | "freeze">;
  readonly client: () => NodeClient;
  readonly userId: () => string;
  readonly stepUp: () => Promise<void>;
  readonly settle: () => Promise<void>;
}

/** What is done with TRON wallets, in the real process of payments, on a devnet. */
export function tronChanges({ devnet, client, userId, stepUp, settle }: TronChangesDeps): Readonly<Record<string, Change>> {
  const { phrase: material } = createWallet();
  const { address } = walletFromPhrase(material);
  const ofWallet =
    (wallet_id: string, isMeant: (wallet: TronWallet | null) => boolean = () => true) =>
    (event: NodeEvent): boolean =>
      event.type === "tron_wallet" && event.wallet_id === wallet_id && isMeant(event.wallet);

  /** The one that has a key: opening it takes its time, so it is made once. */
  async function hot(): Promise<TronWalletId> {
    const { wallets } = await client().tron.listWallets();
    const kept = wallets.find((wallet) => wallet.address === address);
    if (kept) return TronWalletId.parse(kept.wallet_id);
    await stepUp();
    const { recipient } = await client().tron.sealingKey();
    const sealed = await sealWalletSecret(recipient, { purpose: "create", user_id: userId(), material, passphrase: PASSPHRASE });
    return TronWalletId.parse((await client().tron.createWallet({ name: "one", sealed })).wallet_id);
  }
  async function watched(): Promise<TronWalletId> {
    const tron_address = walletFromPhrase(createWallet().phrase).address;
    return TronWalletId.parse((await client().tron.watchWallet({ name: "watched", tron_address })).wallet_id);
  }

  const deviceAddress = tronAddressOf(secp256k1.getPublicKey(DEVICE_KEY, false));
  /** The one whose key is on a device, which the test plays. */
  async function onDevice(): Promise<TronWalletId> {
    const { wallets } = await client().tron.listWallets();
    const kept = wallets.find((wallet) => wallet.address === deviceAddress);
    const added = kept ?? (await client().tron.addHardwareWallet({ name: "d", tron_address: deviceAddress, device: "ledger" }));
    return TronWalletId.parse(added.wallet_id);
  }

  async function unlock(): Promise<TronWalletId> {
    const wallet_id = await hot();
    await stepUp();
    const { recipient } = await client().tron.sealingKey();
    const secret = { purpose: "unlock", user_id: userId(), wallet_id, passphrase: PASSPHRASE } as const;
    await client().tron.unlockWallet({ wallet_id, sealed: await sealWalletSecret(recipient, secret) });
    return wallet_id;
  }
  const ofTransfer =
    ({ transfer_id }: Pick<OrderedTransfer, "transfer_id">, state: TransferState) =>
    (event: NodeEvent): boolean =>
      event.type === "tron_transfer" && event.transfer_id === transfer_id && event.transfer.state === state;
  /** One that waits for its key. */
  async function order(of?: TronWalletId, funded = address): Promise<OrderedTransfer> {
    const wallet_id = of ?? (await hot());
    await client().tron.lockWallet({ wallet_id });
    await devnet().fund(funded, 100n);
    await stepUp();
    const to_address = walletFromPhrase(createWallet().phrase).address;
    const asked = { wallet_id, asset: "USDT", to_address, amount: "1", most_fee_sun: "100000000" } as const;
    return await client().tron.sendTransfer({ ...asked, idempotency_key: crypto.randomUUID() });
  }

  return {
    "tron.sendTransfer": async () => ofTransfer(await order(), "requested"),
    "tron.orderStaking": async () => {
      const wallet_id = await hot();
      await client().tron.lockWallet({ wallet_id });
      await devnet().fund(address, 2_000n);
      await stepUp();
      const action = { kind: "freeze", resource: "energy", amount: "1000000000" } as const;
      const asked = { wallet_id, ...action, most_fee_sun: "100000000" };
      const ordered = await client().tron.orderStaking({ ...asked, idempotency_key: crypto.randomUUID() });
      return ofTransfer(ordered, "requested");
    },
    "tron.cancelTransfer": async () => {
      const ordered = await order();
      await client().tron.cancelTransfer({ transfer_id: TransferId.parse(ordered.transfer_id) });
      return ofTransfer(ordered, "cancelled");
    },
    "tron.retryTransfer": async () => {
      const { transfer_id, to_address } = await order();
      const ordered = TransferId.parse(transfer_id);
      await devnet().freeze(to_address, true);
      const wallet_id = await unlock();
      const state = async () => (await client().tron.getTransfer({ transfer_id: ordered })).state;
      await vi.waitFor(async () => expect(await state()).toBe("failed"));
      await client().tron.lockWallet({ wallet_id });
      await stepUp();
      await settle();
      await client().tron.retryTransfer({ transfer_id: ordered, most_fee_sun: "1" });
      return ofTransfer({ transfer_id }, "requested");
    },
    "tron.createWallet": async () => ofWallet(await hot(), (wallet) => wallet?.kind === "hot"),
    "tron.watchWallet": async () => ofWallet(await watched(), (wallet) => wallet?.kind === "watch"),
    "tron.addHardwareWallet": async () => ofWallet(await onDevice(), (wallet) => wallet?.kind === "hardware"),
    "tron.signTransfer": async () => {
      const ordered = await order(await onDevice(), deviceAddress);
      const transfer_id = TransferId.parse(ordered.transfer_id);
      const given = async () => (await client().tron.getTransfer({ transfer_id })).to_sign;
      await vi.waitFor(async () => expect(await given()).not.toBeNull());
      const raw = Buffer.from((await given())?.raw ?? "", "hex");
      const made = secp256k1.sign(raw, DEVICE_KEY, { lowS: true, format: "recovered" });
      const signature = Buffer.from([...made.subarray(1), made[0] ?? 0]).toString("hex");
      await client().tron.signTransfer({ transfer_id, signature });
      return ofTransfer(ordered, "signed");
    },
    "tron.renameWallet": async () => {
      const wallet_id = await hot();
      await settle();
      await client().tron.renameWallet({ wallet_id, name: "another" });
      return ofWallet(wallet_id, (wallet) => wallet?.name === "another");
    },
    "tron.unlockWallet": async () => {
      const wallet_id = await unlock();
      return ofWallet(wallet_id, (wallet) => wallet?.unlocked_until !== null);
    },
    "tron.lockWallet": async () => {
      const wallet_id = await hot();
      await settle();
      await client().tron.lockWallet({ wallet_id });
      return ofWallet(wallet_id, (wallet) => wallet?.unlocked_until === null);
    },
    "tron.rehearseWallet": async () => {
      const wallet_id = await hot();
      await settle();
      const { recipient } = await client().tron.sealingKey();
      const secret = { purpose: "rehearse", user_id: userId(), wallet_id, material } as const;
      await client().tron.rehearseWallet({ wallet_id, sealed: await sealWalletSecret(recipient, secret) });
      return ofWallet(wallet_id, (wallet) => wallet?.rehearsed_at !== null);
    },
    "tron.removeWallet": async () => {
      const wallet_id = await watched();
      await stepUp();
      await settle();
      await client().tron.removeWallet({ wallet_id });
      return ofWallet(wallet_id, (wallet) => wallet === null);
    },
  };
}
