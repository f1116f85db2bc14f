import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { TronAddress, UserId } from "../shared/shared.schema.ts";
import { tronErrors } from "../tron/tron.errors.ts";
import { TronAmount } from "../tron/tron.schema.ts";
import { ClaimId, ClaimOffer, ClaimSecret, PayoutClaim } from "./claims.schema.ts";
import { payoutErrors } from "./payouts.errors.ts";

const tags = ["payouts"];
const changes = "payouts";
const { PAYMENTS_OFF, PAYMENTS_AWAY } = tronErrors.spec;
const { PAYOUT_IMPOSSIBLE, APPROVED_BY_ANOTHER, CLAIM_INVALID, CLAIM_STATE } = payoutErrors.spec;
const away = [PAYMENTS_OFF, PAYMENTS_AWAY];

/** Links by which somebody who is owed money names the address that they are paid to. What follows is a payout like any other. */
export const claimsContract = {
  list: procedure("view_all_payouts")
    .route({ method: "GET", path: "/tron/payouts/claims", tags, summary: "The newest claim links, and what became of them" })
    .input(Nothing)
    .output(z.object({ claims: z.array(PayoutClaim) })),
  make: procedure("manage_payouts", { changes, fresh: true, errors: [...away, PAYOUT_IMPOSSIBLE, APPROVED_BY_ANOTHER] })
    .route({
      method: "POST",
      path: "/tron/payouts/claims",
      tags,
      summary: "Make a link by which somebody else names where what is owed to them is paid; its secret is in this answer only",
      successStatus: 201,
    })
    .input(
      z.strictObject({
        payee: UserId,
        amount: TronAmount.refine((digits) => digits !== "0" && digits.length < 15, "more than nothing"),
        expires_in_hours: z.int().min(1).max(720).default(168),
      }),
    )
    .output(
      z.object({
        claim: PayoutClaim,
        secret: ClaimSecret,
        path: z.string().meta({ description: "Of the link, below the address of the node. The secret is its fragment" }),
      }),
    ),
  withdraw: procedure("manage_payouts", { changes, errors: [CLAIM_INVALID, CLAIM_STATE] })
    .route({
      method: "DELETE",
      path: "/tron/payouts/claims/{claim_id}",
      tags,
      summary: "Take a claim link back that nobody has used",
    })
    .input(z.strictObject({ claim_id: ClaimId }))
    .output(PayoutClaim),
  look: procedure("public", { rate: "login", isQuestion: true, errors: [...away, CLAIM_INVALID] })
    .route({ method: "POST", path: "/tron/payouts/claims/look", tags, summary: "What a claim link pays, and until when" })
    .input(z.strictObject({ secret: ClaimSecret }))
    .output(ClaimOffer),
  take: procedure("public", { rate: "login", changes, errors: [...away, CLAIM_INVALID, CLAIM_STATE, PAYOUT_IMPOSSIBLE] })
    .route({
      method: "POST",
      path: "/tron/payouts/claims/take",
      tags,
      summary: "Name the address that a claim link is paid to: once. A payout follows, within the limits and approvals of all",
    })
    .input(z.strictObject({ secret: ClaimSecret, address: TronAddress }))
    .output(ClaimOffer),
};
