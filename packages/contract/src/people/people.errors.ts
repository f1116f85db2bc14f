import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";
import { ROLES } from "../shared/permissions.ts";

export const peopleErrors = errorCatalog({
  LAST_OWNER: {
    code: "LUCID_PEOPLE_ERR_4701",
    status: 409,
    retryable: false,
    message: "A node keeps an owner who can act: make somebody else an owner first",
  },
  OWN_ACCOUNT: {
    code: "LUCID_PEOPLE_ERR_4702",
    status: 403,
    retryable: false,
    message: "Nobody does this to the own account",
  },
  RANK_TOO_HIGH: {
    code: "LUCID_PEOPLE_ERR_4703",
    status: 403,
    retryable: false,
    message: "The role of this account, or the one it would get, is above your own",
    data: z.object({ role: z.enum(ROLES) }),
  },
  ACCOUNT_DELETED: {
    code: "LUCID_PEOPLE_ERR_4704",
    status: 409,
    retryable: false,
    message: "This account is deleted",
  },
  ACCOUNT_SUSPENDED: {
    code: "LUCID_PEOPLE_ERR_4705",
    status: 403,
    retryable: false,
    message: "This account is suspended",
    data: z.object({
      /** Null: until somebody lifts it. */
      until: z.iso.datetime().nullable(),
      /** Null where it was not written for the person. */
      reason: z.string().nullable(),
    }),
  },
  SESSIONS_OPEN: {
    code: "LUCID_PEOPLE_ERR_4707",
    status: 409,
    retryable: false,
    message: "Sessions of this account still run or are being sealed: end them first",
    data: z.object({ sessions: z.int() }),
  },
  ADDRESS_DIFFERS: {
    code: "LUCID_PEOPLE_ERR_4708",
    status: 422,
    retryable: false,
    message: "This is not the wallet address of the account",
  },
  TOO_MANY_GROUPS: {
    code: "LUCID_PEOPLE_ERR_4709",
    status: 409,
    retryable: false,
    message: "The node has as many groups as it may have: remove one first",
    data: z.object({ limit: z.int() }),
  },
  VERDICT_REFUSED: {
    code: "LUCID_PEOPLE_ERR_4710",
    status: 403,
    retryable: false,
    message: "The verdict's signature does not fit it, or it was not made within five minutes of now",
  },
  GROUP_IN_USE: {
    code: "LUCID_PEOPLE_ERR_4711",
    status: 409,
    retryable: false,
    message:
      "Rules of the node's policies name this group: what they forbid it would be allowed without it. Take it out of them first",
    data: z.object({
      /** Their names. */
      policies: z.array(z.string()),
    }),
  },
  LABEL_OF_ADMINS: {
    code: "LUCID_PEOPLE_ERR_4706",
    status: 422,
    retryable: false,
    message: "Only an admin has a label",
  },
});
