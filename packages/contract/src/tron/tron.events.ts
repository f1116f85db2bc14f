import { z } from "zod";
import { TronStatus } from "./tron.schema.ts";

/** Payments, or the network they go through, are not as they were. */
export const TronEvent = z.object({ type: z.literal("tron"), status: TronStatus });
