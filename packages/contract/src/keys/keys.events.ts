import { z } from "zod";

/** A key of the node was exchanged. */
export const KeysEvent = z.object({ type: z.literal("keys") });
