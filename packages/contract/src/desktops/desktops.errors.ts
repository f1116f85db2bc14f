import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

export const desktopErrors = errorCatalog({
  PROGRAM_MISSING: {
    code: "LUCID_RDP_ERR_4401",
    status: 503,
    retryable: false,
    message: "A program that desktops need is missing",
    data: z.object({ programs: z.array(z.string()), install: z.string() }),
  },
  NO_FREE_PORT: {
    code: "LUCID_RDP_ERR_4402",
    status: 503,
    retryable: true,
    message: "No port is free for another desktop",
    data: z.object({ from: z.number(), to: z.number() }),
  },
  DESKTOP_START: {
    code: "LUCID_RDP_ERR_4403",
    status: 500,
    retryable: true,
    message: "The desktop did not start",
    data: z.object({ part: z.string(), detail: z.string() }),
  },
  TICKET_INVALID: {
    code: "LUCID_RDP_ERR_4404",
    status: 401,
    retryable: false,
    message: "The viewer's ticket is unknown, used or expired",
  },
});
