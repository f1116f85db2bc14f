import { z } from "zod";
import { Account } from "./people.schema.ts";

/** An account as it is now. */
export const AccountEvent = z.object({ type: z.literal("account"), account: Account });
