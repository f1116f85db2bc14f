import { z } from "zod";
import { Timestamp, TronAddress, UserId } from "../shared/shared.schema.ts";
import { TronAmount, TronNetwork } from "../tron/tron.schema.ts";
import { PayoutId } from "./payouts.schema.ts";

export const ClaimId = z.uuid().brand<"ClaimId">();
export type ClaimId = z.infer<typeof ClaimId>;

/** What a claim link carries in its fragment: 256 bits in base64url. */
export const ClaimSecret = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "the 43 letters of a claim link");

/**
 * Where a claim link is. `open`: nobody has named an address. `named`: somebody has, and the payout is being asked for. `ordered`: there is
 * a payout, whose own states say what becomes of it. An open one ends by its time, or is withdrawn.
 */
export const ClaimState = z.enum(["open", "named", "ordered", "expired", "withdrawn"]);
export type ClaimState = z.infer<typeof ClaimState>;

/** A link by which somebody who is owed money names the address that they are paid to. It is shown once and not kept. */
export const PayoutClaim = z
  .object({
    claim_id: ClaimId,
    network: TronNetwork,
    payee: UserId,
    /** Micro-USDT that are owed to the payee and paid by it: no more, and all at once. */
    amount: TronAmount,
    state: ClaimState,
    created_by: UserId,
    created_at: Timestamp,
    expires_at: Timestamp,
    address: TronAddress.nullable(),
    payout_id: PayoutId.nullable(),
  })
  .meta({ id: "PayoutClaim" });
export type PayoutClaim = z.infer<typeof PayoutClaim>;

/** What whoever has the link is told. */
export const ClaimOffer = PayoutClaim.pick({ network: true, amount: true, expires_at: true, address: true })
  .extend({
    state: ClaimState.extract(["open", "named", "ordered"]),
    /** Taken from the amount; what the network costs is not. */
    fee: TronAmount,
    node: z.object({ id: z.string(), host: z.string() }),
  })
  .meta({ id: "ClaimOffer" });
export type ClaimOffer = z.infer<typeof ClaimOffer>;
