import { z } from "zod";
import { UserId } from "../shared/shared.schema.ts";

/** What is owed, or paid, to somebody is not what it was; null where it concerns payouts as a whole. */
export const PayoutsEvent = z.object({ type: z.literal("payouts"), payee: UserId.nullable() });
