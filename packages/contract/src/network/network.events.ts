import { z } from "zod";
import { NetworkStatus } from "./network.schema.ts";

/** This node's part in its network is another one, or the network's head. */
export const NetworkEvent = z.object({ type: z.literal("network"), status: NetworkStatus });
