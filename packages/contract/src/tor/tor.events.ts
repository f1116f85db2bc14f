import { z } from "zod";
import { TorStatus } from "./tor.schema.ts";

/** Tor is another way than it was, or who may reach the onion service. */
export const TorEvent = z.object({ type: z.literal("tor"), status: TorStatus });
