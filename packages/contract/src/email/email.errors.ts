import { errorCatalog } from "../shared/lucid-error.ts";

export const emailErrors = errorCatalog({
  MAIL_OFF: {
    code: "LUCID_MAIL_ERR_2301",
    status: 503,
    retryable: false,
    message: "This node sends no e-mail: it was given no SMTP server",
  },
  MAIL_LINK_INVALID: {
    code: "LUCID_MAIL_ERR_2302",
    status: 403,
    retryable: false,
    message: "This link does not count any more: it was used, or is too old",
  },
});
