import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

export const loginErrors = errorCatalog({
  INVALID_CREDENTIALS: {
    code: "LUCID_ERR_2001",
    status: 401,
    retryable: false,
    message: "Login failed",
  },
  TOKEN_EXPIRED: {
    code: "LUCID_ERR_2002",
    status: 401,
    retryable: false,
    message: "The access token has expired",
  },
  TOKEN_INVALID: {
    code: "LUCID_ERR_2003",
    status: 401,
    retryable: false,
    message: "The access token is missing or not valid",
  },
  PERMISSION_DENIED: {
    code: "LUCID_ERR_2004",
    status: 403,
    retryable: false,
    message: "Your role does not allow this",
    data: z.object({ permission: z.string() }),
  },
  ACCOUNT_LOCKED: {
    code: "LUCID_ERR_2005",
    status: 423,
    retryable: true,
    message: "Too many failed logins: only the right wallet gets in for a while",
    data: z.object({ locked_until: z.iso.datetime() }),
  },
  REFRESH_INVALID: {
    code: "LUCID_ERR_2010",
    status: 401,
    retryable: false,
    message: "The refresh token is not valid: log in again",
  },
  SIGNATURE_INVALID: {
    code: "LUCID_ERR_2011",
    status: 401,
    retryable: false,
    message: "The signature does not belong to this address",
  },
  TOO_MANY_LOGINS: {
    code: "LUCID_ERR_2012",
    status: 409,
    retryable: true,
    message: "Too many open logins: end one first",
  },
  CHALLENGE_INVALID: {
    code: "LUCID_ERR_2013",
    status: 401,
    retryable: false,
    message: "The login challenge is unknown, used or expired: ask for a new one",
  },
  SETUP_CODE_INVALID: {
    code: "LUCID_ERR_2014",
    status: 401,
    retryable: false,
    message: "The setup code is wrong or was used",
  },
  REGISTRATION_CLOSED: {
    code: "LUCID_ERR_2015",
    status: 403,
    retryable: false,
    message: "This node does not accept new accounts",
  },
  FRESH_FACTOR_NEEDED: {
    code: "LUCID_ERR_2016",
    status: 403,
    retryable: false,
    message: "Prove anew that it is you, then call again",
    data: z.object({ fresh_for_s: z.int() }),
  },
  PASSKEY_INVALID: {
    code: "LUCID_ERR_2017",
    status: 401,
    retryable: false,
    message: "The passkey is not known here, or its answer does not fit",
  },
  PASSKEYS_UNAVAILABLE: {
    code: "LUCID_ERR_2018",
    status: 409,
    retryable: false,
    message: "Passkeys work under localhost and under the https names of the node, not under this address",
  },
  TOO_MANY_PASSKEYS: {
    code: "LUCID_ERR_2019",
    status: 409,
    retryable: false,
    message: "The account has as many passkeys as it may have: remove one first",
    data: z.object({ limit: z.int() }),
  },
  SECOND_FACTOR_NEEDED: {
    code: "LUCID_ERR_2020",
    status: 401,
    retryable: false,
    message: "The signature is right; the code of the authenticator app is wanted as well",
    /** `challenge_id` is told where the caller has none: after a link that was sent by e-mail. */
    data: z.object({ expires_at: z.iso.datetime(), challenge_id: z.uuid().optional() }),
  },
  CODE_INVALID: {
    code: "LUCID_ERR_2021",
    status: 401,
    retryable: false,
    message: "The code is wrong, over or used",
  },
  SECOND_FACTOR_REQUIRED: {
    code: "LUCID_ERR_2022",
    status: 403,
    retryable: false,
    message: "Your role needs a second factor: set it up first",
  },
  CODES_LOCKED: {
    code: "LUCID_ERR_2023",
    status: 423,
    retryable: true,
    message: "Too many wrong codes: none is taken for a while",
    data: z.object({ locked_until: z.iso.datetime() }),
  },
});
