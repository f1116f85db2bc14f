import { z } from "zod";

/** Every refused call answers with this body, whatever the door. */
export const ErrorEnvelope = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      details: z.unknown(),
      request_id: z.string(),
      timestamp: z.iso.datetime(),
      service: z.string(),
      version: z.string(),
    }),
  })
  .meta({ id: "ErrorEnvelope" });
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>;
