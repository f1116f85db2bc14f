import { z } from "zod";
import { HashHex, Timestamp, TronAddress } from "../shared/shared.schema.ts";
import { StakingAction, StakingObstacle } from "./staking-order.schema.ts";

/** `devnet` is a local network for trying things out, `nile` and `shasta` are public test networks. Only `mainnet` is money. */
export const TronNetwork = z.enum(["devnet", "nile", "shasta", "mainnet"]);
export type TronNetwork = z.infer<typeof TronNetwork>;

/** The contract of USDT on each public network. */
export const USDT_CONTRACTS = {
  mainnet: "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
  shasta: "TG3XXyExBkPp9nzdajDZsozEu4BkaSJozs",
  nile: "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf",
} as const;
export type UsdtContracts = typeof USDT_CONTRACTS;

/**
 * How payments are. `off`: not set up. `starting`: the process of payments, or its first look at the network. `away`: that process
 * is not running. `unreachable`: the network does not answer. `wrong-network`: who answers is another network than the one that is set.
 */
export const PaymentsState = z.enum(["off", "starting", "ready", "away", "unreachable", "wrong-network"]);
export type PaymentsState = z.infer<typeof PaymentsState>;

export const TronBlock = z.object({ number: z.int().nonnegative(), time: Timestamp });

export const TronStatus = z
  .object({
    state: PaymentsState,
    /** Null where payments are off. */
    network: TronNetwork.nullable(),
    /** Scheme, host and port of the full node that is asked; null where payments are off. */
    endpoint: z.string().nullable(),
    /** Whether it is asked through the node's own Tor alone. */
    through_tor: z.boolean(),
    /** Newest block and newest solidified one, as they were last heard of; null before that. */
    head: TronBlock.nullable(),
    solid: TronBlock.nullable(),
    /** When the network last answered. */
    last_success: Timestamp.nullable(),
    /** What is wrong, in English; empty where nothing is. */
    detail: z.string(),
  })
  .meta({ id: "TronStatus" });
export type TronStatus = z.infer<typeof TronStatus>;

export const TronWalletId = z.uuid().brand<"TronWalletId">();
export type TronWalletId = z.infer<typeof TronWalletId>;

/** An amount in the smallest unit, as decimal digits: sun, or micro-USDT. No amount is ever a number with a point. */
export const TronAmount = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,77})$/, { error: "an amount in the smallest unit, in digits", abort: true });
export const TronAsset = z.enum(["TRX", "USDT"]);
export type TronAsset = z.infer<typeof TronAsset>;

/** Accounts of a device that are told apart: the n of the path 44'/195'/n'/0/0. */
export const HardwareAccount = z.int().min(0).max(99);
/** Where the key of a hardware wallet is. */
export const HardwareKey = z.object({ device: z.enum(["ledger"]), account: HardwareAccount });
export type HardwareKey = z.infer<typeof HardwareKey>;

/**
 * A TRON account that a person of this node holds. The key of a `hot` one is in the keystore of payments, of a `hardware` one on a device that
 * signs; of a `watch` one it is elsewhere.
 */
export const TronWallet = z
  .object({
    wallet_id: TronWalletId,
    name: z.string(),
    address: TronAddress,
    kind: z.enum(["hot", "watch", "hardware"]),
    /** Null but for a hardware wallet. */
    hardware: HardwareKey.nullable(),
    created_at: Timestamp,
    /** When the person last showed to have the words, or the key, written down; null where that never was. */
    rehearsed_at: Timestamp.nullable(),
    /** Until when its key is in memory; null while it is locked. */
    unlocked_until: Timestamp.nullable(),
    last_unlocked_at: Timestamp.nullable(),
  })
  .meta({ id: "TronWallet" });
export type TronWallet = z.infer<typeof TronWallet>;

/** What an account holds in the solidified state. Of another network than `mainnet` it is worth nothing. */
export const TronBalance = z
  .object({
    network: TronNetwork,
    address: TronAddress,
    sun: TronAmount,
    micro_usdt: TronAmount,
    /** The newest solidified block that was known before it was asked for. */
    solid: TronBlock,
  })
  .meta({ id: "TronBalance" });
export type TronBalance = z.infer<typeof TronBalance>;

export const TronTransfer = z.object({
  transaction_id: HashHex,
  time: Timestamp,
  asset: TronAsset,
  direction: z.enum(["in", "out", "self"]),
  amount: TronAmount,
  /** The other side: who paid, or who was paid. */
  other: TronAddress,
});
export type TronTransfer = z.infer<typeof TronTransfer>;

/** Solidified transfers of one account, the newest first. */
export const TronHistory = z
  .object({
    transfers: z.array(TronTransfer),
    /** Names the next page; null at the end. */
    next_cursor: z.string().nullable(),
  })
  .meta({ id: "TronHistory" });
export type TronHistory = z.infer<typeof TronHistory>;

/** What stands in the way of a transfer, as a forecast says it. */
export const TransferObstacle = z.enum(["balance", "fee", "sender-frozen", "receiver-frozen", "refused"]);

/** What a transfer would cost now. Amounts in sun; energy and bandwidth in their own units. */
export const TronForecast = z
  .object({
    network: TronNetwork,
    asset: TronAsset,
    amount: TronAmount,
    to_address: TronAddress,
    /**
     * What stands in the way. `balance`: there is less than that. `fee`: there is no TRX for the fee. `sender-frozen`, `receiver-frozen`: the token's
     * issuer has frozen that side. `refused`: the token refuses the transfer for another reason. Null where nothing does.
     */
    obstacle: TransferObstacle.nullable(),
    /** Null where the transfer cannot be made at all. */
    cost: z
      .object({
        /** Needed, what the sender has of it by staking or for nothing, and what is burned for the rest. */
        energy: z.int(),
        energy_held: z.int(),
        energy_burned_sun: TronAmount,
        bandwidth: z.int(),
        bandwidth_held: z.int(),
        bandwidth_burned_sun: TronAmount,
        /** For TRX to an account that does not exist yet. */
        new_account_sun: TronAmount,
        fee_sun: TronAmount,
        /** The most that a transfer of USDT would be allowed to cost; null for TRX. */
        fee_limit_sun: TronAmount.nullable(),
      })
      .nullable(),
  })
  .meta({ id: "TronForecast" });
export type TronForecast = z.infer<typeof TronForecast>;

export const TransferId = z.uuid().brand<"TransferId">();
export type TransferId = z.infer<typeof TransferId>;

/**
 * Where an ordered transfer is. `requested`: nothing is signed before its wallet is unlocked, and it can be cancelled; that of a hardware wallet is
 * not cancelled any more once it has been given out to be signed (`to_sign`). `signed`: its bytes and its transaction id are
 * stored. `broadcast`: the network was told; whether it heard is open. `seen`: in a block that may still go. `solidified`: paid, for good.
 * `expired`: it was not paid, and what was signed, or given out to be signed, can never count any more. `failed`: not paid; `reason` says why.
 */
export const TransferState = z.enum(["requested", "signed", "broadcast", "seen", "solidified", "expired", "failed", "cancelled"]);
export type TransferState = z.infer<typeof TransferState>;

/**
 * Why a transfer failed. The obstacles, found before it was signed; `fee-higher`: it would cost more than was agreed to; `late`: nothing could
 * be signed in time; `no-key`: its wallet is gone; `reverted`, `out-of-energy`: on the chain, by the token.
 */
export const TransferFailure = z.enum([...TransferObstacle.options, "fee-higher", "late", "no-key", "reverted", "out-of-energy"]);
export type TransferFailure = z.infer<typeof TransferFailure>;

/** Why an order failed: a transfer, or one about a stake. */
export const OrderFailure = z.enum([...TransferFailure.options, ...StakingObstacle.exclude(["balance", "fee"]).options]);
export type OrderFailure = z.infer<typeof OrderFailure>;

/** What a device is to sign, before it has: `raw` are the bytes of the transaction in hex, and no block takes it after `expires_at`. */
export const ToSign = z.object({ transaction_id: HashHex, raw: z.string(), expires_at: Timestamp });
export type ToSign = z.infer<typeof ToSign>;

/** What a device makes of it, as devices write it or networks do. */
export const DeviceSignature = z.string().regex(/^[0-9a-f]{128}(?:0[01]|1[bc])$/, "65 bytes in hex: r, s and v");

/** A transfer, or something about a stake, that was ordered here, and what has come of it. It is done once, or not at all. */
export const OrderedTransfer = z
  .object({
    transfer_id: TransferId,
    wallet_id: TronWalletId,
    network: TronNetwork,
    asset: TronAsset,
    amount: TronAmount,
    from_address: TronAddress,
    /** For an order about a stake: who has the use of it, or the wallet itself. */
    to_address: TronAddress,
    /** What is done with the stake; null for a transfer. */
    staking: StakingAction.nullable(),
    /** What an order about a stake has paid out into the balance, in sun, once it is solidified; null for a transfer. */
    paid_out: TronAmount.nullable(),
    state: TransferState,
    /** Of a failed one. */
    reason: OrderFailure.nullable(),
    /**
     * What keeps a signed one: the name by which the node refused it last, which does not say that it will not be paid; or `CONTRADICTION`, where
     * answers of the network contradict each other and nothing is concluded.
     */
    trouble: z.string().nullable(),
    /** When it came to each of its states, the oldest first. */
    steps: z.array(z.object({ state: TransferState, at: Timestamp })),
    /** Of the form that counts: what was signed last. Null before that. */
    transaction_id: HashHex.nullable(),
    /** By the network's time: after it no block can take what was signed. */
    expires_at: Timestamp.nullable(),
    /** What the device of a hardware wallet is to sign. Null where nothing waits for a device. */
    to_sign: ToSign.nullable(),
    /** The block it is in; null where it is in none. */
    block: z.int().nullable(),
    /** How often it was signed. Never while an earlier form could still count. */
    forms: z.int(),
    /** What it was to cost, and the most that was agreed to. */
    forecast_fee_sun: TronAmount,
    most_fee_sun: TronAmount,
    /** What it did cost, once that is final: failed attempts of before as well, where it was ordered again. */
    cost: z.object({ fee_sun: TronAmount, energy: z.int(), bandwidth: z.int() }).nullable(),
  })
  .meta({ id: "OrderedTransfer" });
export type OrderedTransfer = z.infer<typeof OrderedTransfer>;

/** What a page seals for the process of payments, so that the engine passes on what it cannot read: an age file in base64. */
export const SealedSecret = z.base64().min(1).max(8_192);

const aboutWallet = { user_id: z.string(), wallet_id: z.string() };
/**
 * What stands in it, as JSON. It says what it is for and for whom: nothing else is done with it, and each is taken once. `material`: the
 * words of a BIP-39 phrase, or a private key in hex.
 */
export const WalletSecret = z.discriminatedUnion("purpose", [
  z.strictObject({ purpose: z.literal("create"), user_id: z.string(), material: z.string(), passphrase: z.string() }),
  z.strictObject({ purpose: z.literal("unlock"), ...aboutWallet, passphrase: z.string() }),
  z.strictObject({ purpose: z.literal("rehearse"), ...aboutWallet, material: z.string() }),
]);
export type WalletSecret = z.infer<typeof WalletSecret>;

/** Least letters of a wallet's passphrase. */
export const LEAST_WALLET_PASSPHRASE = 12;
/** Longest time that a wallet stays unlocked, in seconds. */
export const LONGEST_UNLOCK_S = 3_600;
