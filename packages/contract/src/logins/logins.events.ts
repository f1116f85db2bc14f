import { z } from "zod";
import { UserId } from "../shared/shared.schema.ts";

/** The logins of an account are not what they were: one began, was used again after a while, or ended. */
export const LoginsEvent = z.object({ type: z.literal("logins"), user_id: UserId });
