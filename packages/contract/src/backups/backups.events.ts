import { z } from "zod";

/** A backup began, went on or ended. */
export const BackupsEvent = z.object({ type: z.literal("backups") });
