import { z } from "zod";

/** The audit log has grown. Told once a second at most. */
export const AuditEvent = z.object({ type: z.literal("audit"), size: z.int() });
