import type { z } from "zod";
import type { invoiceErrors } from "../invoices/invoices.errors.ts";
import type { Invoice, InvoiceOverview, InvoiceState, Receipt } from "../invoices/invoices.schema.ts";
import type { payoutErrors } from "../payouts/payouts.errors.ts";
import type {
  Correction,
  LedgerEntry,
  PayeeBalance,
  Payout,
  PayoutOverview,
  PayoutPriority,
  PayoutRoute,
  PayoutRules,
  PayoutState,
  PayoutToSign,
  Reconciliation,
  Sweep,
  WalletComparison,
} from "../payouts/payouts.schema.ts";
import type { PayoutSchedule, ScheduleObstacle, ScheduleRun, ScheduleTerms } from "../payouts/schedules.schema.ts";
import type { StakingForecast, StakingRewards, StakingStatus, StakingWitness } from "./staking.schema.ts";
import type { StakingAction } from "./staking-order.schema.ts";
import type { tronErrors } from "./tron.errors.ts";
import type {
  HardwareKey,
  OrderedTransfer,
  TronBalance,
  TronBlock,
  TronForecast,
  TronHistory,
  TronNetwork,
  TronWallet,
} from "./tron.schema.ts";

/** What the process of payments is told before anything else: it has neither arguments nor an environment. */
export interface PaymentsOptions {
  /** Its own folder: database and keystore. Absolute; made when it is not there. */
  readonly folder: string;
  readonly network: TronNetwork;
  /** The full node with its solidity paths and, where it has them, `/v1`: `https:`, or `http:` of this machine or an onion service. */
  readonly endpoint: string;
  /** Socket of the SOCKS proxy that the full node is reached through, and through nothing else; null where it is reached directly. */
  readonly socks: string | null;
  /** What opening a wallet costs that is made from now on. */
  readonly keystore_cost: KeystoreCost;
  /** The most that one account may send in a day, in the smallest unit. */
  readonly day_limits: { readonly sun: string; readonly micro_usdt: string };
  readonly payout_rules: PayoutRules;
  readonly invoice_rules: InvoiceRules;
  readonly staking_rules: StakingRules;
}

/** What this node asks for beyond what the network does: the least and most that are staked at once, in sun, and for how long. */
export interface StakingRules {
  readonly least: string;
  readonly most: string;
  readonly hold_days: number;
}

export interface InvoiceRules {
  /** How long somebody has to pay, by the network's time. */
  readonly expiry_s: number;
  /** How much of a price is owed to the payee of its invoice, in thousandths. */
  readonly share_permille: number;
  /** Invoices of one payer that may be open at once. */
  readonly payer_open: number;
}
/** An invoice that somebody asks for. */
export interface InvoiceOrder {
  readonly title: string;
  readonly price: string;
  /** Whom it is for, and from where they pay, where the engine knows both. */
  readonly payer: { readonly user_id: string; readonly address: string | null } | null;
  readonly payee: string | null;
  readonly idempotency_key: string;
}
/** That something was sent back, or was not. They are numbered as they happened, and kept. */
export interface RefundEnd {
  readonly number: number;
  readonly payout_id: string;
  readonly state: PayoutState;
  readonly amount: string;
  readonly invoice_id: string | null;
}
/** That an invoice has come to a state. They are numbered as they happened, and kept. */
export interface InvoiceStep {
  readonly number: number;
  readonly invoice_id: string;
  readonly state: InvoiceState;
  readonly title: string;
  readonly price: string;
  readonly received: string;
}

/** Whom the engine knows as somebody who may be paid, asked anew for each payout. */
export interface Payee {
  readonly user_id: string;
  readonly address: string;
  readonly is_operator: boolean;
  /** Somebody has checked who that is (KYC). */
  readonly is_verified: boolean;
}
/** A payout that somebody asks for. */
export interface PayoutOrder {
  readonly payee: Payee;
  readonly amount: string;
  readonly note: string;
  readonly priority: PayoutPriority;
  /** ISO 8601; null: at once. */
  readonly not_before: string | null;
  readonly idempotency_key: string;
}
interface Paging {
  readonly limit: number;
  readonly before?: number | undefined;
}
interface PayoutPage {
  readonly payouts: readonly Payout[];
  readonly next_before: number | null;
}
/** A statement of the log of payouts, as the process keeps it. Times in Unix milliseconds. */
export interface StatementRow {
  readonly number: number;
  /** Payouts that stood in the log before it, and with it. */
  readonly from: number;
  readonly size: number;
  /** It holds what was settled before this time, and stood in none before. */
  readonly until: number;
  readonly made_at: number;
  readonly sent: string;
  readonly fees: string;
}
/** A payout as the log has it: the form of docs/formats/payouts.md. */
export interface StatedPayoutRow {
  readonly salt: string;
  readonly payout_id: string;
  readonly payee: string;
  readonly address: string;
  readonly amount: string;
  readonly fee: string;
  readonly transaction_id: string;
  readonly entries: readonly number[];
  readonly settled_at_ms: number;
}
/** Who acts: the engine has asked whether they may. */
interface Actor {
  readonly actor: string;
}

/** Of Argon2id (RFC 9106). */
export interface KeystoreCost {
  readonly memory_kib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** How the network is, as the process last saw it. */
export interface NetworkView {
  readonly state: "starting" | "ready" | "unreachable" | "wrong-network";
  readonly head: z.infer<typeof TronBlock> | null;
  readonly solid: z.infer<typeof TronBlock> | null;
  readonly last_success: string | null;
  readonly detail: string;
}

/** What can be asked of the process: one input, one answer. Amounts are strings of whole units. */
export interface PaymentsCalls {
  readonly network: Call<Nothing, NetworkView>;
  /** The age recipient that secrets are sealed to while this process lives. */
  readonly sealingKey: Call<Nothing, { readonly recipient: string }>;
  readonly listWallets: Call<Owner, readonly TronWallet[]>;
  readonly createWallet: Call<Owner & { readonly name: string; readonly sealed: string }, TronWallet>;
  readonly watchWallet: Call<Owner & { readonly name: string; readonly address: string }, TronWallet>;
  readonly addHardwareWallet: Call<
    Owner & { readonly name: string; readonly address: string; readonly hardware: HardwareKey },
    TronWallet
  >;
  readonly getWallet: Call<OneWallet, TronWallet>;
  readonly renameWallet: Call<OneWallet & { readonly name: string }, TronWallet>;
  readonly removeWallet: Call<OneWallet, Nothing>;
  readonly unlockWallet: Call<OneWallet & { readonly sealed: string; readonly seconds: number }, TronWallet>;
  readonly lockWallet: Call<OneWallet, TronWallet>;
  readonly rehearseWallet: Call<OneWallet & { readonly sealed: string }, TronWallet>;
  readonly balance: Call<OneWallet, TronBalance>;
  readonly forecast: Call<
    OneWallet & { readonly asset: "TRX" | "USDT"; readonly to_address: string; readonly amount: string },
    TronForecast
  >;
  readonly history: Call<
    OneWallet & { readonly asset: "TRX" | "USDT"; readonly limit: number; readonly cursor?: string | undefined },
    TronHistory
  >;
  /** Takes the order and answers; what comes of it is told. The same order under the same key is the same transfer. */
  readonly sendTransfer: Call<OneWallet & TransferOrder, OrderedTransfer>;
  readonly listTransfers: Call<
    Owner & { readonly wallet_id?: string | undefined; readonly limit: number; readonly cursor?: string | undefined },
    { readonly transfers: readonly OrderedTransfer[]; readonly next_cursor: string | null }
  >;
  readonly getTransfer: Call<OneTransfer, OrderedTransfer>;
  readonly cancelTransfer: Call<OneTransfer, OrderedTransfer>;
  /** What the device of its wallet has made of `to_sign`: 65 bytes in hex. The same again is answered as before. */
  readonly signTransfer: Call<OneTransfer & { readonly signature: string }, OrderedTransfer>;
  /** Accounts of which something is kept. */
  readonly listOwners: Call<Nothing, { readonly user_ids: readonly string[] }>;
  /** Removes wallets, their keys and transfers of an account that is gone; those that are signed when they have come to their end. */
  readonly eraseOwner: Call<Owner, Nothing>;
  readonly retryTransfer: Call<OneTransfer & { readonly most_fee_sun: string }, OrderedTransfer>;

  readonly stakingStatus: Call<OneWallet, StakingStatus>;
  readonly stakingRewards: Call<OneWallet, StakingRewards>;
  readonly stakingWitnesses: Call<{ readonly limit: number }, readonly StakingWitness[]>;
  readonly forecastStaking: Call<OneWallet & { readonly action: StakingAction }, StakingForecast>;
  /** An order as those of transfers: listed, cancelled and ordered again as they are. */
  readonly orderStaking: Call<
    OneWallet & { readonly action: StakingAction; readonly most_fee_sun: string; readonly idempotency_key: string },
    OrderedTransfer
  >;

  readonly payoutOverview: Call<Nothing, PayoutOverview>;
  /** The wallet of the actor pays from now on. */
  readonly setPayoutWallet: Call<OneWallet, PayoutOverview>;
  readonly payeeBalances: Call<{ readonly payee?: string | undefined }, readonly PayeeBalance[]>;
  readonly ledgerEntries: Call<
    Paging & { readonly payee?: string | undefined },
    { readonly entries: readonly LedgerEntry[]; readonly next_before: number | null }
  >;
  readonly proposeCorrection: Call<
    Actor & { readonly payee: string; readonly amount: string; readonly reason: string },
    Correction
  >;
  readonly listCorrections: Call<Nothing, readonly Correction[]>;
  readonly approveCorrection: Call<Actor & { readonly correction_id: string }, Correction>;
  readonly withdrawCorrection: Call<Actor & { readonly correction_id: string }, Correction>;
  readonly listPayouts: Call<
    Paging & { readonly payee?: string | undefined; readonly state?: PayoutState | undefined },
    PayoutPage
  >;
  readonly getPayout: Call<{ readonly payout_id: string }, Payout>;
  /** All of them, or none. The same order under the same key is the same payout. */
  readonly orderPayouts: Call<
    Actor & { readonly orders: readonly PayoutOrder[]; readonly route?: PayoutRoute | undefined },
    readonly Payout[]
  >;
  readonly approvePayout: Call<Actor & { readonly payout_id: string }, Payout>;
  readonly cancelPayout: Call<Actor & { readonly payout_id: string }, Payout>;
  /** Begins the next payout from the hardware wallet of this account, unless one waits for its signature. */
  readonly signNextPayout: Call<Owner, PayoutToSign>;
  /** As `signTransfer`, of the wallet's owner. */
  readonly signPayout: Call<Owner & { readonly payout_id: string; readonly signature: string }, Payout>;
  /** One payout for each of these to whom enough is owed, once an hour at most. Those of whom the engine says nothing are left. */
  readonly sweepPayouts: Call<{ readonly payees: readonly Payee[] }, Sweep>;
  readonly listSchedules: Call<Nothing, readonly PayoutSchedule[]>;
  readonly getSchedule: Call<OneSchedule, PayoutSchedule>;
  readonly scheduleRuns: Call<
    OneSchedule & Paging,
    { readonly runs: readonly ScheduleRun[]; readonly next_before: number | null }
  >;
  readonly proposeSchedule: Call<Actor & { readonly name: string; readonly terms: ScheduleTerms }, PayoutSchedule>;
  readonly changeSchedule: Call<Actor & OneSchedule & { readonly terms: ScheduleTerms }, PayoutSchedule>;
  readonly approveSchedule: Call<Actor & OneSchedule & { readonly terms: number }, PayoutSchedule>;
  readonly withdrawSchedule: Call<Actor & OneSchedule & { readonly terms: number }, PayoutSchedule>;
  readonly setSchedule: Call<OneSchedule & { readonly to: "paused" | "active" | "ended" }, PayoutSchedule>;
  /** Whether a schedule is due, or a run of one goes on; and whom that pays. */
  readonly dueSchedules: Call<Nothing, { readonly due: boolean; readonly payees: readonly string[] }>;
  /** Does what is due. Payees of whom the engine says nothing wait. @returns the runs that something was done for. */
  readonly runSchedules: Call<
    {
      readonly payees: readonly Payee[];
      readonly kept: readonly { readonly payee: string; readonly obstacle: ScheduleObstacle }[];
    },
    { readonly runs: readonly ScheduleRun[] }
  >;
  readonly reconcilePayouts: Call<Nothing, Reconciliation>;
  /** Says what it is by which a wallet differs; the amount is the one that was seen. Large ones wait for a second person. */
  readonly explainDifference: Call<
    Actor & { readonly address: string; readonly amount: string; readonly reason: string },
    readonly WalletComparison[]
  >;
  readonly approveExplanation: Call<Actor & { readonly address: string; readonly amount: string }, readonly WalletComparison[]>;
  /** States what was paid and is in no statement: until the day began (UTC), or also of today. None where there is nothing. */
  readonly statePayouts: Call<{ readonly today: boolean }, { readonly statement: StatementRow | null }>;
  readonly listStatements: Call<
    Paging,
    { readonly network: TronNetwork; readonly statements: readonly StatementRow[]; readonly next_before: number | null }
  >;
  readonly getStatement: Call<{ readonly number: number }, StatementRow>;

  readonly invoiceOverview: Call<Nothing, InvoiceOverview>;
  /** Money comes into this wallet of the actor from now on. What comes into those of before is read on. */
  readonly setInvoiceWallet: Call<OneWallet, InvoiceOverview>;
  /** The same order under the same key is the same invoice. `own`: somebody asks for what they are to pay themselves. */
  readonly createInvoice: Call<Actor & InvoiceOrder & { readonly own: boolean }, Invoice>;
  readonly listInvoices: Call<
    Paging & {
      readonly payer?: string | undefined;
      readonly state?: InvoiceState | undefined;
      readonly waiting?: boolean | undefined;
      readonly q?: string | undefined;
    },
    { readonly invoices: readonly Invoice[]; readonly next_before: number | null }
  >;
  readonly getInvoice: Call<{ readonly invoice_id: string }, Invoice>;
  readonly cancelInvoice: Call<Actor & { readonly invoice_id: string }, Invoice>;
  readonly acceptInvoice: Call<Actor & { readonly invoice_id: string }, Invoice>;
  /** What was paid brought nothing: all of it can be sent back from then on, and no share of it is owed. Once, however often it is asked. */
  readonly returnInvoice: Call<Actor & { readonly invoice_id: string }, Invoice>;
  readonly listReceipts: Call<
    Paging & { readonly unassigned: boolean },
    { readonly receipts: readonly Receipt[]; readonly next_before: number | null }
  >;
  /** Takes in what a solidified transaction has brought, whether it is listed or not. */
  readonly findReceipt: Call<{ readonly transaction_id: string }, readonly Receipt[]>;
  readonly assignReceipt: Call<
    Actor & { readonly invoice_id: string; readonly transaction_id: string; readonly place: number },
    Invoice
  >;
  /** Sends some of what came back to where it came from. The same order under the same key is the same payout. */
  readonly refundReceipt: Call<
    Actor & {
      readonly transaction_id: string;
      readonly place: number;
      readonly amount: string;
      readonly idempotency_key: string;
    },
    Payout
  >;
  /** What came of sending back after so many ends, and how many there are. */
  readonly refundEnds: Call<
    { readonly after: number; readonly limit: number },
    { readonly ends: readonly RefundEnd[]; readonly last: number }
  >;
  /** What invoices came to after so many steps, and how many steps there are. */
  readonly invoiceSteps: Call<
    { readonly after: number; readonly limit: number },
    { readonly steps: readonly InvoiceStep[]; readonly last: number }
  >;
  /** The log of payouts from a place on. */
  readonly statedPayouts: Call<{ readonly from: number; readonly limit: number }, readonly StatedPayoutRow[]>;
}

export interface TransferOrder {
  readonly asset: "TRX" | "USDT";
  readonly to_address: string;
  readonly amount: string;
  /** What it may cost beside the amount, in sun. */
  readonly most_fee_sun: string;
  readonly idempotency_key: string;
}

interface Call<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}
type Nothing = Record<string, never>;
/** Whose wallets: the process shows nobody those of another account. */
interface Owner {
  readonly user_id: string;
}
interface OneWallet extends Owner {
  readonly wallet_id: string;
}
interface OneSchedule {
  readonly schedule_id: string;
}
interface OneTransfer extends Owner {
  readonly transfer_id: string;
}
export type PaymentsMethod = keyof PaymentsCalls;
export type PaymentsRefusal = keyof typeof tronErrors.spec | keyof typeof payoutErrors.spec | keyof typeof invoiceErrors.spec;

/** From the engine. Everything is data that can be cloned, and none of it is a secret in the clear. */
export type ToPayments =
  | { readonly type: "start"; readonly options: PaymentsOptions }
  | {
      readonly type: "call";
      readonly call: number;
      readonly method: PaymentsMethod;
      readonly input: PaymentsCalls[PaymentsMethod]["input"];
    }
  /** Another way to the full node: what is under way on the one of before ends. */
  | { readonly type: "way"; readonly socks: PaymentsOptions["socks"] }
  | { readonly type: "stop" };

/** From the process of payments. */
export type FromPayments =
  | { readonly type: "ready" }
  | { readonly type: "network"; readonly view: NetworkView }
  | { readonly type: "answer"; readonly call: number; readonly output: PaymentsCalls[PaymentsMethod]["output"] }
  /** A wallet of this account is not what it was; null where it is gone. */
  | {
      readonly type: "wallet";
      readonly user_id: string;
      readonly wallet_id: string;
      readonly wallet: TronWallet | null;
    }
  | { readonly type: "transfer"; readonly user_id: string; readonly transfer: OrderedTransfer }
  /** What is owed or paid to somebody has changed; null where it concerns payouts as a whole. */
  | { readonly type: "payouts"; readonly payee: string | null }
  /** An invoice is not what it was, and whom it is for; null where it concerns all of them, or what came in beside them. */
  | { readonly type: "invoices"; readonly invoice_id: string | null; readonly payer: string | null }
  /** An expected outcome, by its name in the catalogue. */
  | {
      readonly type: "refused";
      readonly call: number;
      readonly refusal: PaymentsRefusal;
      readonly details: object | undefined;
    }
  /** A broken promise of the environment: the words are for the log. */
  | { readonly type: "failed"; readonly call: number; readonly message: string };
