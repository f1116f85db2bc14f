import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";
import { ClaimState } from "./claims.schema.ts";
import { Correction, PayoutObstacle, PayoutState } from "./payouts.schema.ts";
import { ScheduleState } from "./schedules.schema.ts";

export const payoutErrors = errorCatalog({
  PAYOUT_NOT_FOUND: { code: "LUCID_PAYOUT_ERR_2801", status: 404, retryable: false, message: "No such payout" },
  PAYOUT_IMPOSSIBLE: {
    code: "LUCID_PAYOUT_ERR_2802",
    status: 409,
    retryable: false,
    message: "The payout cannot be made as things are: what is owed stays owed",
    data: z.object({ obstacle: PayoutObstacle }),
  },
  PAYOUT_DIFFERS: {
    code: "LUCID_PAYOUT_ERR_2803",
    status: 409,
    retryable: false,
    message: "Another payout was asked for with this idempotency key",
  },
  PAYOUT_STATE: {
    code: "LUCID_PAYOUT_ERR_2804",
    status: 409,
    retryable: false,
    message: "The payout has come too far for that, or is over",
    data: z.object({ state: PayoutState }),
  },
  APPROVED_BY_ANOTHER: {
    code: "LUCID_PAYOUT_ERR_2805",
    status: 409,
    retryable: false,
    message:
      "That takes another person: nobody approves what was asked for by oneself, is paid to oneself, or was approved already",
  },
  CORRECTION_NOT_FOUND: { code: "LUCID_PAYOUT_ERR_2806", status: 404, retryable: false, message: "No such correction" },
  CORRECTION_STATE: {
    code: "LUCID_PAYOUT_ERR_2807",
    status: 409,
    retryable: false,
    message: "The correction was decided already, or is too old",
    data: z.object({ state: Correction.shape.state }),
  },
  LESS_OWED: {
    code: "LUCID_PAYOUT_ERR_2808",
    status: 409,
    retryable: false,
    message: "So much cannot be taken away: less is owed that no payout has set aside",
  },
  STATEMENT_NOT_FOUND: { code: "LUCID_PAYOUT_ERR_2809", status: 404, retryable: false, message: "No such statement of payouts" },
  NOT_ANCHORED: {
    code: "LUCID_PAYOUT_ERR_2810",
    status: 409,
    retryable: true,
    message: "No final block holds that yet: payouts are stated once a day, and a block follows within a minute",
  },
  DIFFERENCE_CHANGED: {
    code: "LUCID_PAYOUT_ERR_2811",
    status: 409,
    retryable: false,
    message: "The wallet does not differ by that, or nobody has explained it: compare with the chain, and look again",
  },
  CLAIM_INVALID: {
    code: "LUCID_PAYOUT_ERR_2812",
    status: 404,
    retryable: false,
    message: "This link pays nothing: its time is over, it was withdrawn, or there never was one",
  },
  CLAIM_STATE: {
    code: "LUCID_PAYOUT_ERR_2813",
    status: 409,
    retryable: false,
    message: "An address was named already, or the link has ended",
    data: z.object({ state: ClaimState }),
  },
  SCHEDULE_NOT_FOUND: { code: "LUCID_PAYOUT_ERR_2814", status: 404, retryable: false, message: "No such schedule of payouts" },
  SCHEDULE_STATE: {
    code: "LUCID_PAYOUT_ERR_2815",
    status: 409,
    retryable: false,
    message: "The schedule is in another state than that takes, or other terms wait for approval than were named",
    data: z.object({ state: ScheduleState }),
  },
  TOO_MANY_SCHEDULES: {
    code: "LUCID_PAYOUT_ERR_2816",
    status: 409,
    retryable: false,
    message: "There are as many schedules of payouts as there may be: end one first",
    data: z.object({ limit: z.int() }),
  },
});
