import { z } from "zod";
import { EmergencyNotice } from "./emergency.schema.ts";

/** An emergency action began, ended, or waits for somebody. */
export const EmergencyEvent = z.object({ type: z.literal("emergency"), in_force: z.array(EmergencyNotice) });
