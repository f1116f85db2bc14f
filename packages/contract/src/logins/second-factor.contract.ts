import { z } from "zod";
import { emergencyErrors } from "../emergency/emergency.errors.ts";
import { peopleErrors } from "../people/people.errors.ts";
import { commonErrors } from "../shared/common.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Message } from "../shared/shared.schema.ts";
import { loginErrors } from "./logins.errors.ts";
import { AuthResponse, RefreshTransport } from "./logins.schema.ts";
import { BackupCodes, FactorCode, SecondFactor, SecondFactorSecret } from "./second-factor.schema.ts";

const tags = ["auth"];
const { ALREADY_EXISTS, NOT_FOUND } = commonErrors.spec;
const { CHALLENGE_INVALID, CODE_INVALID, CODES_LOCKED } = loginErrors.spec;
const withCode = z.strictObject({ code: FactorCode });

/** Codes of an authenticator app (TOTP, RFC 6238) as a second factor of an account. */
export const secondFactorContract = {
  secondFactor: procedure("account", { personOnly: true, unenrolled: true })
    .route({ method: "GET", path: "/auth/2fa", tags, summary: "Your second factor" })
    .input(Nothing)
    .output(SecondFactor),
  enableSecondFactor: procedure("account", { isQuestion: true, fresh: true, unenrolled: true, errors: [ALREADY_EXISTS] })
    .route({ method: "POST", path: "/auth/2fa/enable", tags, summary: "A secret for your authenticator app, to be confirmed" })
    .input(Nothing)
    .output(SecondFactorSecret),
  confirmSecondFactor: procedure("account", {
    changes: "logins",
    fresh: true,
    unenrolled: true,
    errors: [ALREADY_EXISTS, NOT_FOUND, CODE_INVALID, CODES_LOCKED],
  })
    .route({ method: "POST", path: "/auth/2fa/confirm", tags, summary: "Turn the second factor on with a code of the app" })
    .input(withCode)
    .output(BackupCodes),
  newBackupCodes: procedure("account", { changes: "logins", fresh: true, errors: [NOT_FOUND, CODE_INVALID, CODES_LOCKED] })
    .route({ method: "POST", path: "/auth/2fa/backup-codes", tags, summary: "Ten new backup codes in place of those before" })
    .input(withCode)
    .output(BackupCodes),
  disableSecondFactor: procedure("account", { changes: "logins", fresh: true, errors: [NOT_FOUND, CODE_INVALID, CODES_LOCKED] })
    .route({ method: "POST", path: "/auth/2fa/disable", tags, summary: "Turn the second factor off" })
    .input(withCode)
    .output(Message),
  verifySecondFactor: procedure("public", {
    rate: "login",
    changes: "logins",
    errors: [
      CHALLENGE_INVALID,
      CODE_INVALID,
      CODES_LOCKED,
      peopleErrors.spec.ACCOUNT_SUSPENDED,
      emergencyErrors.spec.LOCKED_DOWN,
      commonErrors.spec.SHARED_STORE_AWAY,
    ],
  })
    .route({
      method: "POST",
      path: "/auth/2fa/verify",
      tags,
      summary: "Finish a login whose signature was right with a code",
    })
    .input(z.strictObject({ challenge_id: z.uuid(), code: FactorCode, refresh: RefreshTransport }))
    .output(AuthResponse),
};
