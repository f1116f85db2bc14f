import { z } from "zod";
import { HashHex, Timestamp, TronAddress, UserId } from "../shared/shared.schema.ts";
import { ToSign, TransferFailure, TransferState, TronAmount, TronNetwork, TronWalletId } from "../tron/tron.schema.ts";

/** Every amount here is micro-USDT, six decimals, in digits; a correction may take away. */
export const SignedAmount = z
  .string()
  .regex(/^-?[1-9]\d{0,14}$/, "micro-USDT in digits, not 0, less than a thousand million USDT");

/**
 * `v0`: without a check of the person, small amounts. `kyc`: to a verified person; operators have no other. `direct`: past the limits of
 * the other two, for critical cases, by a SUPER_ADMIN and two who approve.
 */
export const PayoutRoute = z.enum(["v0", "kyc", "direct"]);
export type PayoutRoute = z.infer<typeof PayoutRoute>;

/** Of payouts that may begin, the more urgent begins first: also where a limit or the wallet leaves room for one only. */
export const PayoutPriority = z.enum(["low", "normal", "high", "urgent"]);
export type PayoutPriority = z.infer<typeof PayoutPriority>;

/**
 * Where a payout is. `locked`: its amount is set aside, and it waits for approvals. `approved`: it waits for the wallet. `paying`: a transfer
 * pays it. `settled`: paid, solidified. `failed`, `expired` (its transfer can never count any more) and `cancelled`: nothing was paid, and
 * the amount is owed again.
 */
export const PayoutState = z.enum(["locked", "approved", "paying", "settled", "failed", "expired", "cancelled"]);
export type PayoutState = z.infer<typeof PayoutState>;

/** Why a payout was cancelled: by somebody; not approved, or not begun, in time; or its payee cannot be paid. */
export const PayoutEnd = z.enum([...TransferFailure.options, "by-hand", "approval-late", "start-late"]);
export type PayoutEnd = z.infer<typeof PayoutEnd>;

/** Of corrections and claim links so many are listed: those that wait first, then the newest. All of them are in the audit log. */
export const LISTED_AT_MOST = 50;

export const PayoutId = z.uuid().brand<"PayoutId">();
export type PayoutId = z.infer<typeof PayoutId>;
export const CorrectionId = z.uuid().brand<"CorrectionId">();
export type CorrectionId = z.infer<typeof CorrectionId>;

export const Payout = z
  .object({
    payout_id: PayoutId,
    network: TronNetwork,
    /** The account that is paid; null where a transfer is sent back, to whom it came from. */
    payee: UserId.nullable(),
    /** Of the account when the payout was made, or from where the transfer came. */
    address: TronAddress,
    /** The transfer that came in and is sent back, all of it or some, and the invoice that it is for; null where it pays what is owed. */
    refund: z.object({ transaction_id: HashHex, place: z.int(), invoice_id: z.uuid().nullable() }).nullable(),
    route: PayoutRoute,
    /** Taken from what is owed; `fee` stays here, and `net` is sent. */
    amount: TronAmount,
    fee: TronAmount,
    net: TronAmount,
    state: PayoutState,
    reason: PayoutEnd.nullable(),
    /** By whom it was asked for; null for the sweep. */
    requested_by: UserId.nullable(),
    note: z.string(),
    priority: PayoutPriority,
    /** It does not begin before; null: it may begin at once. */
    not_before: Timestamp.nullable(),
    /** Payouts that were asked for in one call. */
    batch_id: z.uuid().nullable(),
    approvals_needed: z.int(),
    approvals: z.array(z.object({ user_id: UserId, at: Timestamp })),
    /** By when it has to be approved, where it has to be. */
    approve_until: Timestamp.nullable(),
    steps: z.array(z.object({ state: PayoutState, at: Timestamp })),
    /** Its place in the node's log of payouts; null before a statement holds it. */
    place: z.int().nullable(),
    /** What the network was to cost when it was made, in sun, and the most that it may. */
    forecast_fee_sun: TronAmount,
    most_fee_sun: TronAmount,
    /** What pays it. */
    transfer: z
      .object({
        state: TransferState,
        transaction_id: HashHex.nullable(),
        block: z.int().nullable(),
        forms: z.int(),
        trouble: z.string().nullable(),
        fee_sun: TronAmount.nullable(),
        /** What the device of the wallet that pays is to sign. Null where nothing waits for a device. */
        to_sign: ToSign.nullable(),
      })
      .nullable(),
  })
  .meta({ id: "Payout" });
export type Payout = z.infer<typeof Payout>;

/** What is owed to somebody, and what was paid. `accrued` and `locked` together are owed. */
export const PayeeBalance = z
  .object({ payee: UserId, accrued: TronAmount, locked: TronAmount, paid: TronAmount, fees: TronAmount, owed: TronAmount })
  .meta({ id: "PayeeBalance" });
export type PayeeBalance = z.infer<typeof PayeeBalance>;

export const LedgerAccount = z.enum(["issued", "accrued", "locked", "paid", "fees"]);
export type LedgerAccount = z.infer<typeof LedgerAccount>;

/** One entry of the ledger: an amount goes from one account of a payee to another. Entries are never changed or removed. */
export const LedgerEntry = z
  .object({
    number: z.int(),
    at: Timestamp,
    payee: UserId,
    source: LedgerAccount,
    target: LedgerAccount,
    amount: TronAmount,
    kind: z.enum(["correction", "session-fees", "credits", "lock", "release", "settle", "fee"]),
    /** What it is for: a period, the id of a correction, or of a payout. */
    about: z.string(),
  })
  .meta({ id: "LedgerEntry" });
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** A correction of what is owed to somebody, which counts once a second person has approved it. */
export const Correction = z
  .object({
    correction_id: CorrectionId,
    payee: UserId,
    amount: SignedAmount,
    reason: z.string(),
    state: z.enum(["open", "made", "withdrawn", "expired"]),
    proposed_by: UserId,
    proposed_at: Timestamp,
    approve_until: Timestamp,
    decided_by: UserId.nullable(),
    decided_at: Timestamp.nullable(),
  })
  .meta({ id: "Correction" });
export type Correction = z.infer<typeof Correction>;

/**
 * Why no payout begins. `no-wallet`: none is named, or its key is gone. `locked`: it has to be unlocked. `short`: it holds too little USDT, or too
 * little TRX for the network's cost. `hour`: so much was paid within an hour that the next waits. `cost`: the network costs more than was agreed
 * to. `halted`: ledger and chain do not agree. `device`: its key is on a device, on which its owner signs each. `sender-frozen`: the token's issuer has frozen the wallet. `network`: it does not answer.
 */
export const PayoutStop = z.enum([
  "no-wallet",
  "locked",
  "short",
  "hour",
  "cost",
  "halted",
  "sender-frozen",
  "network",
  "device",
]);
export type PayoutStop = z.infer<typeof PayoutStop>;

/** One payout that a device is to sign. */
export const PayoutToSign = z
  .object({
    /** Begun, and given out to be signed soon after (`transfer.to_sign`); null where none is to be signed now. */
    payout: Payout.nullable(),
    /** That may begin after it. */
    left: z.int(),
    /** What keeps those that are left from beginning. */
    stop: PayoutStop.nullable(),
  })
  .meta({ id: "PayoutToSign" });
export type PayoutToSign = z.infer<typeof PayoutToSign>;

/** Why a payout cannot be made now. What is owed stays owed. */
export const PayoutObstacle = z.enum([
  "no-wallet",
  "halted",
  "payee-gone",
  "not-verified",
  "below-minimum",
  "above-maximum",
  "not-owed",
  "day-of-payee",
  "count-of-payee",
  "day-of-all",
  "cost",
  "wallet-short",
  "sender-frozen",
  "receiver-frozen",
  "refused",
  "batch-size",
  "too-far",
  "nothing-over",
]);
export type PayoutObstacle = z.infer<typeof PayoutObstacle>;

/**
 * Whether a wallet that money comes into holds what is recorded. `waits`: a second comparison, a minute of blocks later, decides. `differs`: more or
 * less is there than came in and went out, and payouts stop.
 */
export const WalletComparison = z
  .object({
    address: TronAddress,
    state: z.enum(["agrees", "waits", "differs"]),
    at: Timestamp,
    /** The newest block in which it agreed; null before there was one. */
    agreed_block: z.int().nullable(),
    /** What it held, and in which block. */
    held: TronAmount,
    block: z.int(),
    /** What is there more than is recorded, or less. */
    difference: z.string().regex(/^(0|-?[1-9]\d*)$/, "micro-USDT in digits"),
    /** What somebody has said that the newest difference was: it counts once `made_at` is set, large ones with a second person. */
    explanation: z
      .object({
        amount: SignedAmount,
        reason: z.string(),
        explained_by: UserId,
        explained_at: Timestamp,
        approved_by: UserId.nullable(),
        made_at: Timestamp.nullable(),
      })
      .nullable(),
  })
  .meta({ id: "WalletComparison" });
export type WalletComparison = z.infer<typeof WalletComparison>;

export const Reconciliation = z
  .object({
    at: Timestamp,
    ok: z.boolean(),
    /** Settled payouts whose transfers were looked up on the chain, ever. */
    payouts_checked: z.int(),
    /** What does not agree, in English; empty where all does. */
    differences: z.array(z.string()),
    /** Those that money comes into. */
    wallets: z.array(WalletComparison),
  })
  .meta({ id: "Reconciliation" });
export type Reconciliation = z.infer<typeof Reconciliation>;

export const PayoutRules = z.object({
  /** Least that is owed before the sweep pays it, least and most of one payout. */
  threshold: TronAmount,
  least: TronAmount,
  most: TronAmount,
  /** Most of one payout, and of a day, without a check of the person. */
  v0_most: TronAmount,
  fee: TronAmount,
  day_total: TronAmount,
  hour_total: TronAmount,
  /** Payouts to one payee in a day. */
  payee_day: z.int(),
  batch: z.int(),
  /** Most that the network may cost, in thousandths of the amount, and what a TRX is taken for. */
  cost_permille: z.int(),
  trx_price: TronAmount,
  /** From there on a payout needs somebody's approval. */
  approve_from: TronAmount,
});
export type PayoutRules = z.infer<typeof PayoutRules>;

export const PayoutOverview = z
  .object({
    network: TronNetwork,
    /** What pays, and whose it is; null where none is named. */
    wallet: z.object({ wallet_id: TronWalletId, user_id: UserId, address: TronAddress }).nullable(),
    stopped: PayoutStop.nullable(),
    rules: PayoutRules,
    /** Of all payees together. */
    total: z.object({ accrued: TronAmount, locked: TronAmount, paid: TronAmount, fees: TronAmount, owed: TronAmount }),
    /** What was made and not given up within a day, and what was begun within an hour. */
    day_used: TronAmount,
    hour_used: TronAmount,
    reconciliation: Reconciliation.nullable(),
  })
  .meta({ id: "PayoutOverview" });
export type PayoutOverview = z.infer<typeof PayoutOverview>;

/** What the sweep made, and what it left and why. */
export const Sweep = z
  .object({
    period: z.string(),
    made: z.array(Payout),
    left: z.array(z.object({ payee: UserId, obstacle: PayoutObstacle })),
  })
  .meta({ id: "Sweep" });
export type Sweep = z.infer<typeof Sweep>;

/** What was paid in a period, and where the node's chain holds the fingerprint of it. */
export const PayoutStatement = z
  .object({
    number: z.int(),
    /** Payouts that stood in the log before it, and with it. */
    from: z.int(),
    size: z.int(),
    /** It holds what was settled before this time, and stood in none before. */
    until: Timestamp,
    made_at: Timestamp,
    sent: TronAmount,
    fees: TronAmount,
    /** Null before a block holds it. */
    anchor: z.object({ transaction_id: HashHex, height: z.int(), at: Timestamp, final: z.boolean() }).nullable(),
  })
  .meta({ id: "PayoutStatement" });
export type PayoutStatement = z.infer<typeof PayoutStatement>;

/** A document as it is kept: exactly these bytes are what is checked. */
export const PayoutDocumentFile = z.object({ filename: z.string(), content: z.string() }).meta({ id: "PayoutDocumentFile" });
export type PayoutDocumentFile = z.infer<typeof PayoutDocumentFile>;
