import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

export const invitationErrors = errorCatalog({
  INVITATION_INVALID: {
    code: "LUCID_INVITE_ERR_2201",
    status: 403,
    retryable: false,
    message: "This invitation does not count: it was used, taken back, is too old, or never was one",
    data: z.object({ reason: z.enum(["unknown", "used", "expired", "revoked"]) }),
  },
  INVITATION_NOT_NEEDED: {
    code: "LUCID_INVITE_ERR_2202",
    status: 409,
    retryable: false,
    message: "This wallet has an account here: log in without the invitation",
  },
  INVITATION_LIMIT: {
    code: "LUCID_INVITE_ERR_2203",
    status: 409,
    retryable: false,
    message: "There are as many open invitations as there may be: take one back first",
    data: z.object({ limit: z.int() }),
  },
});
