import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Timestamp, TronAddress, UserId } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";
import { tronErrors } from "../tron/tron.errors.ts";
import { DeviceSignature, TronAmount, TronWalletId } from "../tron/tron.schema.ts";
import { payoutErrors } from "./payouts.errors.ts";
import {
  Correction,
  CorrectionId,
  LedgerEntry,
  PayeeBalance,
  Payout,
  PayoutDocumentFile,
  PayoutId,
  PayoutOverview,
  PayoutPriority,
  PayoutRoute,
  PayoutStatement,
  PayoutToSign,
  Reconciliation,
  SignedAmount,
  Sweep,
  WalletComparison,
} from "./payouts.schema.ts";

const tags = ["payouts"];
const changes = "payouts";
const { PAYMENTS_OFF, PAYMENTS_AWAY, NETWORK_AWAY, WALLET_NOT_FOUND, WATCH_ONLY, SIGNATURE_WRONG, TRANSFER_STATE } =
  tronErrors.spec;
const { PAYOUT_NOT_FOUND, PAYOUT_IMPOSSIBLE, PAYOUT_DIFFERS, PAYOUT_STATE, DIFFERENCE_CHANGED } = payoutErrors.spec;
const { APPROVED_BY_ANOTHER, CORRECTION_NOT_FOUND, CORRECTION_STATE, LESS_OWED, STATEMENT_NOT_FOUND, NOT_ANCHORED } =
  payoutErrors.spec;
const away = [PAYMENTS_OFF, PAYMENTS_AWAY];
const making = [...away, NETWORK_AWAY, PAYOUT_IMPOSSIBLE, PAYOUT_DIFFERS];
const deciding = [...away, CORRECTION_NOT_FOUND, CORRECTION_STATE];

const onePayout = z.strictObject({ payout_id: PayoutId });
/** A difference is named by the wallet and by what it is, so that nobody explains another one than they have seen. */
const oneDifference = z.strictObject({ address: TronAddress, amount: SignedAmount });
const oneCorrection = z.strictObject({ correction_id: CorrectionId });
const paging = { limit: z.coerce.number().int().min(1).max(100).default(20), before: z.coerce.number().int().min(1).optional() };
const payoutPage = z.object({ payouts: z.array(Payout), next_before: z.int().nullable() });
const entryPage = z.object({ entries: z.array(LedgerEntry), next_before: z.int().nullable() });
/** One payout that is asked for: the same under the same key is the same payout. */
const asked = {
  payee: UserId,
  amount: TronAmount.refine((digits) => digits !== "0" && digits.length < 15, "more than nothing"),
  note: writtenLine(0, 200).default(""),
  priority: PayoutPriority.default("normal"),
  /** Until then it waits, 30 days at most. It counts against the limits of that day. */
  not_before: Timestamp.nullable().default(null),
  idempotency_key: z.string().regex(/^[\w-]{16,64}$/, "16 to 64 letters, digits, _ and -"),
};

export const payoutsContract = {
  mine: procedure("view_own_payouts", { errors: away })
    .route({
      method: "GET",
      path: "/tron/payouts/mine",
      tags,
      summary: "What is owed to you, and your payouts, the newest first",
    })
    .input(z.strictObject(paging))
    .output(payoutPage.extend({ network: PayoutOverview.shape.network, balance: PayeeBalance })),
  myEntries: procedure("view_own_payouts", { errors: away })
    .route({ method: "GET", path: "/tron/payouts/mine/entries", tags, summary: "Your entries in the ledger, the newest first" })
    .input(z.strictObject(paging))
    .output(entryPage),
  myProof: procedure("view_own_payouts", { errors: [...away, PAYOUT_NOT_FOUND, NOT_ANCHORED] })
    .route({
      method: "GET",
      path: "/tron/payouts/mine/{payout_id}/proof",
      tags,
      summary: "The proof that you were paid, as `lucid payouts verify` checks it offline",
    })
    .input(onePayout)
    .output(PayoutDocumentFile),
  proof: procedure("view_all_payouts", { errors: [...away, PAYOUT_NOT_FOUND, NOT_ANCHORED] })
    .route({ method: "GET", path: "/tron/payouts/{payout_id}/proof", tags, summary: "The proof that somebody was paid" })
    .input(onePayout)
    .output(PayoutDocumentFile),
  statements: procedure("view_all_payouts", { errors: away })
    .route({ method: "GET", path: "/tron/payouts/statements", tags, summary: "Statements of payouts, the newest first" })
    .input(z.strictObject(paging))
    .output(z.object({ statements: z.array(PayoutStatement), next_before: z.int().nullable() })),
  makeStatement: procedure("manage_payouts", { changes, errors: away })
    .route({
      method: "POST",
      path: "/tron/payouts/statements",
      tags,
      summary: "State now what was paid and is in no statement: done by itself after each day",
    })
    .input(Nothing)
    .output(z.object({ statement: PayoutStatement.nullable() })),
  statement: procedure("view_all_payouts", { errors: [...away, STATEMENT_NOT_FOUND, NOT_ANCHORED] })
    .route({
      method: "GET",
      path: "/tron/payouts/statements/{number}",
      tags,
      summary: "The payouts of one period, all of them, as `lucid payouts verify` checks them offline",
    })
    .input(z.strictObject({ number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }))
    .output(PayoutDocumentFile),
  overview: procedure("view_all_payouts", { errors: away })
    .route({ method: "GET", path: "/tron/payouts/overview", tags, summary: "What pays, whether it does, and by which rules" })
    .input(Nothing)
    .output(PayoutOverview),
  balances: procedure("view_all_payouts", { errors: away })
    .route({ method: "GET", path: "/tron/payouts/balances", tags, summary: "What is owed, and was paid, to each payee" })
    .input(Nothing)
    .output(z.object({ balances: z.array(PayeeBalance) })),
  entries: procedure("view_all_payouts", { errors: away })
    .route({ method: "GET", path: "/tron/payouts/entries", tags, summary: "Entries in the ledger, the newest first" })
    .input(z.strictObject({ ...paging, user_id: UserId.optional() }))
    .output(entryPage),
  setWallet: procedure("manage_payouts", { changes, fresh: true, errors: [...away, WALLET_NOT_FOUND, WATCH_ONLY] })
    .route({ method: "PUT", path: "/tron/payouts/wallet", tags, summary: "Name the wallet of yours that pays from now on" })
    .input(z.strictObject({ wallet_id: TronWalletId }))
    .output(PayoutOverview),
  corrections: procedure("view_all_payouts", { errors: away })
    .route({ method: "GET", path: "/tron/payouts/corrections", tags, summary: "The last corrections of what is owed" })
    .input(Nothing)
    .output(z.object({ corrections: z.array(Correction) })),
  correct: procedure("manage_payouts", { changes, fresh: true, errors: [...away, PAYOUT_IMPOSSIBLE] })
    .route({
      method: "POST",
      path: "/tron/payouts/corrections",
      tags,
      summary: "Propose to correct what is owed to somebody: it counts once a second person has approved it",
      successStatus: 201,
    })
    .input(z.strictObject({ payee: UserId, amount: SignedAmount, reason: writtenLine(3, 200) }))
    .output(Correction),
  approveCorrection: procedure("approve_payouts", {
    changes,
    fresh: true,
    errors: [...deciding, APPROVED_BY_ANOTHER, LESS_OWED],
  })
    .route({
      method: "PUT",
      path: "/tron/payouts/corrections/{correction_id}/approve",
      tags,
      summary: "Approve a correction that somebody else has proposed",
    })
    .input(oneCorrection)
    .output(Correction),
  withdrawCorrection: procedure("manage_payouts", { changes, errors: deciding })
    .route({
      method: "PUT",
      path: "/tron/payouts/corrections/{correction_id}/withdraw",
      tags,
      summary: "Withdraw a correction that nobody has approved",
    })
    .input(oneCorrection)
    .output(Correction),
  list: procedure("view_all_payouts", { errors: away })
    .route({ method: "GET", path: "/tron/payouts", tags, summary: "Payouts, the newest first" })
    .input(z.strictObject(paging))
    .output(payoutPage),
  byState: procedure("view_all_payouts", { errors: [...away, PAYOUT_NOT_FOUND] })
    .route({ method: "GET", path: "/tron/payouts/status/{state}", tags, summary: "Payouts in one state, the newest first" })
    .input(z.strictObject({ ...paging, state: z.string().max(20) }))
    .output(payoutPage),
  create: procedure("manage_payouts", { changes, fresh: true, errors: making })
    .route({
      method: "POST",
      path: "/tron/payouts",
      tags,
      summary: "Pay some of what is owed to somebody: once, or not at all",
      successStatus: 201,
    })
    .input(z.strictObject({ ...asked, route: PayoutRoute.optional() }))
    .output(Payout),
  createBatch: procedure("manage_payouts", { changes, fresh: true, errors: making })
    .route({
      method: "POST",
      path: "/tron/payouts/batch",
      tags,
      summary: "Make several payouts together, all of them or none",
      successStatus: 201,
    })
    .input(z.strictObject({ payouts: z.array(z.strictObject(asked)).min(1).max(100) }))
    .output(z.object({ payouts: z.array(Payout) })),
  get: procedure("view_all_payouts", { errors: [...away, PAYOUT_NOT_FOUND] })
    .route({ method: "GET", path: "/tron/payouts/{payout_id}", tags, summary: "One payout, and what has come of it" })
    .input(onePayout)
    .output(Payout),
  approve: procedure("approve_payouts", {
    changes,
    fresh: true,
    errors: [...away, PAYOUT_NOT_FOUND, PAYOUT_STATE, APPROVED_BY_ANOTHER],
  })
    .route({ method: "PUT", path: "/tron/payouts/{payout_id}/approve", tags, summary: "Approve a payout that others asked for" })
    .input(onePayout)
    .output(Payout),
  cancel: procedure("manage_payouts", { changes, errors: [...away, PAYOUT_NOT_FOUND, PAYOUT_STATE] })
    .route({
      method: "PUT",
      path: "/tron/payouts/{payout_id}/cancel",
      tags,
      summary: "Cancel a payout of which nothing is on its way: its amount is owed again",
    })
    .input(onePayout)
    .output(Payout),
  signNext: procedure("manage_payouts", { changes, fresh: true, errors: [...away, NETWORK_AWAY, WALLET_NOT_FOUND] })
    .route({
      method: "POST",
      path: "/tron/payouts/sign-next",
      tags,
      summary: "Begin the next payout from your hardware wallet, to be signed on it; the one that waits for that, where one does",
    })
    .input(Nothing)
    .output(PayoutToSign),
  sign: procedure("manage_payouts", {
    changes,
    errors: [...away, PAYOUT_NOT_FOUND, PAYOUT_STATE, WALLET_NOT_FOUND, SIGNATURE_WRONG, TRANSFER_STATE],
  })
    .route({
      method: "POST",
      path: "/tron/payouts/{payout_id}/sign",
      tags,
      summary: "Give the signature that a hardware wallet has made of a payout's `to_sign`",
    })
    .input(onePayout.extend({ signature: DeviceSignature }))
    .output(Payout),
  sweep: procedure("manage_payouts", { changes, errors: [...away, NETWORK_AWAY] })
    .route({ method: "POST", path: "/tron/payouts/sweep", tags, summary: "Do now what is done every hour: pay what is due" })
    .input(Nothing)
    .output(Sweep),
  reconcile: procedure("manage_payouts", { changes, errors: [...away, NETWORK_AWAY] })
    .route({
      method: "POST",
      path: "/tron/payouts/reconcile",
      tags,
      summary: "Compare ledger, payouts, wallets and chain: where they do not agree, payouts stop",
    })
    .input(Nothing)
    .output(Reconciliation),
  explain: procedure("manage_payouts", { changes, fresh: true, errors: [...away, WALLET_NOT_FOUND, DIFFERENCE_CHANGED] })
    .route({
      method: "PUT",
      path: "/tron/payouts/differences/{address}",
      tags,
      summary:
        "Say what it is by which a wallet differs from what is recorded: a large difference counts once a second person agrees",
    })
    .input(oneDifference.extend({ reason: writtenLine(3, 200) }))
    .output(z.object({ wallets: z.array(WalletComparison) })),
  approveExplanation: procedure("approve_payouts", {
    changes,
    fresh: true,
    errors: [...away, WALLET_NOT_FOUND, DIFFERENCE_CHANGED, APPROVED_BY_ANOTHER],
  })
    .route({
      method: "PUT",
      path: "/tron/payouts/differences/{address}/approve",
      tags,
      summary: "Agree to what somebody else has said that a difference is",
    })
    .input(oneDifference)
    .output(z.object({ wallets: z.array(WalletComparison) })),
};
