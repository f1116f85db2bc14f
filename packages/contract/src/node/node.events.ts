import { z } from "zod";
import { Timestamp } from "../shared/shared.schema.ts";

/** Nothing happened for a while; says that the stream is alive. */
export const BeatEvent = z.object({ type: z.literal("beat"), timestamp: Timestamp });
