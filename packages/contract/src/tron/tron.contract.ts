import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { AgeRecipient, Message, TronAddress } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";
import { StakingForecast, StakingRewards, StakingStatus, StakingWitness } from "./staking.schema.ts";
import { checkStakingParts, StakingAction } from "./staking-order.schema.ts";
import { tronErrors } from "./tron.errors.ts";
import {
  DeviceSignature,
  HardwareAccount,
  LONGEST_UNLOCK_S,
  OrderedTransfer,
  SealedSecret,
  TransferId,
  TronAmount,
  TronAsset,
  TronBalance,
  TronForecast,
  TronHistory,
  TronStatus,
  TronWallet,
  TronWalletId,
} from "./tron.schema.ts";

const tags = ["tron"];
const changes = "tron_wallet";
const one = z.strictObject({ wallet_id: TronWalletId });
const {
  PAYMENTS_OFF,
  PAYMENTS_AWAY,
  NETWORK_AWAY,
  WALLET_NOT_FOUND,
  WALLET_LIMIT,
  WALLET_KNOWN,
  WATCH_ONLY,
  PASSPHRASE_WRONG,
  WALLET_CLOSED,
  SEALED_UNREADABLE,
  SECRET_INVALID,
  TRANSFER_NOT_FOUND,
  TRANSFER_IMPOSSIBLE,
  FEE_HIGHER,
  TRANSFER_LIMIT,
  TRANSFER_DIFFERS,
  TRANSFER_STATE,
  STAKING_IMPOSSIBLE,
  SIGNATURE_WRONG,
} = tronErrors.spec;
const away = [PAYMENTS_OFF, PAYMENTS_AWAY];
const ofOne = [...away, WALLET_NOT_FOUND];
const oneTransfer = z.strictObject({ transfer_id: TransferId });
const ofTransfer = [...away, TRANSFER_NOT_FOUND, TRANSFER_STATE];
const amount = TronAmount.refine(
  (digits) => digits !== "0" && BigInt(digits) < 1n << 63n,
  "more than nothing, and at most 2^63 - 1",
);
const cursor = z
  .string()
  .regex(/^[\w=+/.~-]{1,500}$/, "the next_cursor of a page")
  .optional();
const idempotency_key = z.string().regex(/^[\w-]{16,64}$/, "16 to 64 letters, digits, _ and -");
const stakingOf = StakingAction.extend({ wallet_id: TronWalletId });
const ofSecret = [SEALED_UNREADABLE, SECRET_INVALID];

export const tronContract = {
  networkStatus: procedure("account")
    .route({
      method: "GET",
      path: "/tron/network/status",
      tags,
      summary: "Which TRON network payments go through, and how it is",
    })
    .input(Nothing)
    .output(TronStatus),
  sealingKey: procedure("account", { errors: away })
    .route({
      method: "GET",
      path: "/tron/sealing-key",
      tags,
      summary: "What secrets of wallets are sealed to (age): only the process of payments opens them",
    })
    .input(Nothing)
    .output(z.object({ recipient: AgeRecipient })),
  listWallets: procedure("account", { errors: away })
    .route({ method: "GET", path: "/tron/wallets", tags, summary: "Your TRON wallets on this node" })
    .input(Nothing)
    .output(z.object({ wallets: z.array(TronWallet) })),
  createWallet: procedure("account", { changes, fresh: true, errors: [...away, ...ofSecret, WALLET_LIMIT, WALLET_KNOWN] })
    .route({
      method: "POST",
      path: "/tron/wallets",
      tags,
      summary: "Put a wallet into the keystore, new or from elsewhere: its words and passphrase come sealed",
      successStatus: 201,
    })
    .input(z.strictObject({ name: writtenLine(1, 80), sealed: SealedSecret }))
    .output(TronWallet),
  watchWallet: procedure("account", { changes, errors: [...away, WALLET_LIMIT, WALLET_KNOWN] })
    .route({
      method: "POST",
      path: "/tron/wallets/watch",
      tags,
      summary: "Watch an account whose key is elsewhere",
      successStatus: 201,
    })
    .input(z.strictObject({ name: writtenLine(1, 80), tron_address: TronAddress }))
    .output(TronWallet),
  addHardwareWallet: procedure("account", { changes, errors: [...away, WALLET_LIMIT, WALLET_KNOWN] })
    .route({
      method: "POST",
      path: "/tron/wallets/hardware",
      tags,
      summary: "Add an account whose key is on a hardware wallet, which signs what is paid from it",
      successStatus: 201,
    })
    .input(
      z.strictObject({
        name: writtenLine(1, 80),
        tron_address: TronAddress,
        device: z.enum(["ledger"]),
        account: HardwareAccount.default(0),
      }),
    )
    .output(TronWallet),
  getWallet: procedure("account", { errors: ofOne })
    .route({ method: "GET", path: "/tron/wallets/{wallet_id}", tags, summary: "One of your wallets" })
    .input(one)
    .output(TronWallet),
  renameWallet: procedure("account", { changes, errors: ofOne })
    .route({ method: "PUT", path: "/tron/wallets/{wallet_id}", tags, summary: "Give a wallet another name" })
    .input(one.extend({ name: writtenLine(1, 80) }))
    .output(TronWallet),
  removeWallet: procedure("account", { changes, fresh: true, errors: ofOne })
    .route({
      method: "DELETE",
      path: "/tron/wallets/{wallet_id}",
      tags,
      summary: "Remove a wallet from this node, its key included: only its words bring it back",
    })
    .input(one)
    .output(Message),
  unlockWallet: procedure("account", {
    changes,
    fresh: true,
    errors: [...ofOne, ...ofSecret, WATCH_ONLY, PASSPHRASE_WRONG, WALLET_CLOSED],
  })
    .route({
      method: "POST",
      path: "/tron/wallets/{wallet_id}/unlock",
      tags,
      summary: "Unlock a wallet in the process of payments, for a while",
    })
    .input(one.extend({ sealed: SealedSecret, seconds: z.int().min(10).max(LONGEST_UNLOCK_S).default(300) }))
    .output(TronWallet),
  lockWallet: procedure("account", { changes, errors: ofOne })
    .route({ method: "POST", path: "/tron/wallets/{wallet_id}/lock", tags, summary: "Lock a wallet now" })
    .input(one)
    .output(TronWallet),
  rehearseWallet: procedure("account", { changes, errors: [...ofOne, ...ofSecret, WATCH_ONLY] })
    .route({
      method: "POST",
      path: "/tron/wallets/{wallet_id}/rehearse",
      tags,
      summary: "Show that the words of a wallet are written down: they come sealed, and are compared with its address",
    })
    .input(one.extend({ sealed: SealedSecret }))
    .output(TronWallet),
  walletBalance: procedure("account", { errors: [...ofOne, NETWORK_AWAY] })
    .route({ method: "GET", path: "/tron/wallets/{wallet_id}/balance", tags, summary: "What a wallet holds, solidified" })
    .input(one)
    .output(TronBalance),
  walletHistory: procedure("account", { errors: [...ofOne, NETWORK_AWAY] })
    .route({
      method: "GET",
      path: "/tron/wallets/{wallet_id}/transactions",
      tags,
      summary: "Solidified transfers of a wallet, the newest first",
    })
    .input(
      one.extend({
        asset: TronAsset.default("USDT"),
        limit: z.coerce.number().int().min(1).max(50).default(20),
        cursor,
      }),
    )
    .output(TronHistory),
  estimateFee: procedure("account", { isQuestion: true, errors: [...ofOne, NETWORK_AWAY] })
    .route({
      method: "POST",
      path: "/tron/transactions/estimate-fee",
      tags,
      summary: "What a transfer from one of your wallets would cost now, and what stands in its way",
    })
    .input(
      z.strictObject({
        wallet_id: TronWalletId,
        asset: TronAsset,
        to_address: TronAddress,
        amount,
      }),
    )
    .output(TronForecast),
  sendTransfer: procedure("account", {
    changes: "tron_transfer",
    fresh: true,
    errors: [...ofOne, ...[NETWORK_AWAY, WATCH_ONLY, TRANSFER_IMPOSSIBLE, FEE_HIGHER, TRANSFER_LIMIT, TRANSFER_DIFFERS]],
  })
    .route({
      method: "POST",
      path: "/tron/transfers",
      tags,
      summary: "Order a transfer of TRX or USDT: it is signed once its wallet is unlocked, and paid once or not at all",
      successStatus: 201,
    })
    .input(
      z.strictObject({
        wallet_id: TronWalletId,
        asset: TronAsset,
        to_address: TronAddress,
        amount,
        most_fee_sun: TronAmount,
        idempotency_key,
      }),
    )
    .output(OrderedTransfer),
  listTransfers: procedure("account", { errors: away })
    .route({
      method: "GET",
      path: "/tron/transfers",
      tags,
      summary: "Transfers, and what about stakes, you have ordered here, the newest first",
    })
    .input(
      z.strictObject({
        wallet_id: TronWalletId.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(20),
        cursor,
      }),
    )
    .output(z.object({ transfers: z.array(OrderedTransfer), next_cursor: z.string().nullable() })),
  getTransfer: procedure("account", { errors: [...away, TRANSFER_NOT_FOUND] })
    .route({ method: "GET", path: "/tron/transfers/{transfer_id}", tags, summary: "One transfer, and what has come of it" })
    .input(oneTransfer)
    .output(OrderedTransfer),
  cancelTransfer: procedure("account", { changes: "tron_transfer", errors: ofTransfer })
    .route({
      method: "POST",
      path: "/tron/transfers/{transfer_id}/cancel",
      tags,
      summary: "Cancel a transfer of which nothing is signed, nor given out to be",
    })
    .input(oneTransfer)
    .output(OrderedTransfer),
  signTransfer: procedure("account", { changes: "tron_transfer", errors: [...ofTransfer, SIGNATURE_WRONG] })
    .route({
      method: "POST",
      path: "/tron/transfers/{transfer_id}/sign",
      tags,
      summary: "Give the signature that a hardware wallet has made of a transfer's `to_sign`",
    })
    .input(oneTransfer.extend({ signature: DeviceSignature }))
    .output(OrderedTransfer),
  retryTransfer: procedure("account", {
    changes: "tron_transfer",
    fresh: true,
    errors: [...ofTransfer, TRANSFER_LIMIT, STAKING_IMPOSSIBLE, WATCH_ONLY, WALLET_NOT_FOUND],
  })
    .route({
      method: "POST",
      path: "/tron/transfers/{transfer_id}/retry",
      tags,
      summary: "Order a transfer again that has expired or failed: what was signed before can never count any more",
    })
    .input(oneTransfer.extend({ most_fee_sun: TronAmount }))
    .output(OrderedTransfer),
  stakingStatus: procedure("account", { errors: [...ofOne, NETWORK_AWAY] })
    .route({
      method: "GET",
      path: "/tron/staking/status/{wallet_id}",
      tags,
      summary: "What a wallet has staked, lent, unstaked and voted, and what of energy and bandwidth it has for that, solidified",
    })
    .input(one)
    .output(StakingStatus),
  stakingRewards: procedure("account", { errors: [...ofOne, NETWORK_AWAY] })
    .route({
      method: "GET",
      path: "/tron/staking/rewards/{wallet_id}",
      tags,
      summary: "What the votes of a wallet have earned, and when it can be claimed",
    })
    .input(one)
    .output(StakingRewards),
  stakingWitnesses: procedure("account", { errors: [...away, NETWORK_AWAY] })
    .route({
      method: "GET",
      path: "/tron/staking/witnesses",
      tags,
      summary: "Who can be voted for, those with the most votes first",
    })
    .input(z.strictObject({ limit: z.coerce.number().int().min(1).max(127).default(27) }))
    .output(z.object({ witnesses: z.array(StakingWitness) })),
  forecastStaking: procedure("account", { isQuestion: true, errors: [...ofOne, NETWORK_AWAY] })
    .route({
      method: "POST",
      path: "/tron/staking/{kind}/forecast",
      tags,
      summary: "What an order about a stake would do and cost now, and what stands in its way",
    })
    .input(stakingOf.superRefine(checkStakingParts))
    .output(StakingForecast),
  orderStaking: procedure("account", {
    changes: "tron_transfer",
    fresh: true,
    errors: [...ofOne, NETWORK_AWAY, WATCH_ONLY, STAKING_IMPOSSIBLE, FEE_HIGHER, TRANSFER_DIFFERS],
  })
    .route({
      method: "POST",
      path: "/tron/staking/{kind}",
      tags,
      summary: "Order something about a stake: it is signed once its wallet is unlocked, and done once or not at all",
      successStatus: 201,
    })
    .input(stakingOf.extend({ most_fee_sun: TronAmount, idempotency_key }).superRefine(checkStakingParts))
    .output(OrderedTransfer),
};
