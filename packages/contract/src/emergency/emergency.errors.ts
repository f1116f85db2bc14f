import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";
import { Timestamp } from "../shared/shared.schema.ts";

const inForce = z.object({ reason: z.string(), until: Timestamp.nullable() });

export const emergencyErrors = errorCatalog({
  LOCKED_DOWN: {
    code: "LUCID_EMERGENCY_ERR_1801",
    status: 503,
    retryable: true,
    message: "The node is locked down: only super admins may act",
    data: inForce,
  },
  NEW_SESSIONS_DISABLED: {
    code: "LUCID_EMERGENCY_ERR_1802",
    status: 503,
    retryable: true,
    message: "New sessions are disabled for now",
    data: inForce,
  },
  EMERGENCY_NOT_FOUND: {
    code: "LUCID_EMERGENCY_ERR_1803",
    status: 404,
    retryable: false,
    message: "No such emergency action",
  },
  EMERGENCY_STATE: {
    code: "LUCID_EMERGENCY_ERR_1804",
    status: 409,
    retryable: false,
    message: "The emergency action is past that",
    data: z.object({ status: z.string() }),
  },
  ALREADY_OPEN: {
    code: "LUCID_EMERGENCY_ERR_1805",
    status: 409,
    retryable: false,
    message: "This action waits for its approval or is in force already",
  },
  OWN_REQUEST: {
    code: "LUCID_EMERGENCY_ERR_1806",
    status: 403,
    retryable: false,
    message: "Another super admin has to approve this",
  },
  NOT_DISABLED: {
    code: "LUCID_EMERGENCY_ERR_1807",
    status: 409,
    retryable: false,
    message: "New sessions are not disabled",
  },
});
