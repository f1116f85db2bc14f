import { z } from "zod";
import { UserId } from "../shared/shared.schema.ts";

/** The API keys of an account are not what they were: one was made, used again after a while, or ended. */
export const ApiKeysEvent = z.object({ type: z.literal("api_keys"), user_id: UserId });
