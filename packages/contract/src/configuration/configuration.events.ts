import { z } from "zod";

/** A setting was changed. */
export const ConfigurationEvent = z.object({ type: z.literal("configuration") });
