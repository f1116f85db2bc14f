import { z } from "zod";
import { commonErrors } from "../shared/common.errors.ts";
import { Language } from "../shared/language.schema.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Message } from "../shared/shared.schema.ts";
import { emailErrors } from "./email.errors.ts";
import { EmailAddress, EmailState, MailToken } from "./email.schema.ts";

const tags = ["users"];
const { MAIL_LINK_INVALID, MAIL_OFF } = emailErrors.spec;

export const emailContract = {
  get: procedure("view_own_profile")
    .route({ method: "GET", path: "/users/me/email", tags, summary: "Your e-mail address" })
    .input(Nothing)
    .output(EmailState),
  set: procedure("update_own_profile", { fresh: true, errors: [MAIL_OFF] })
    .route({
      method: "PUT",
      path: "/users/me/email",
      tags,
      summary: "Give an e-mail address; it counts once a link sent there is opened",
    })
    .input(z.strictObject({ address: EmailAddress, language: Language.default("en") }))
    .output(Message),
  confirm: procedure("public", {
    rate: "login",
    changes: "account",
    errors: [MAIL_LINK_INVALID, commonErrors.spec.ALREADY_EXISTS],
  })
    .route({
      method: "POST",
      path: "/users/me/email/confirm",
      tags,
      summary: "Confirm an e-mail address with the token of its link",
    })
    .input(z.strictObject({ token: MailToken }))
    .output(z.object({ address: z.string() })),
  remove: procedure("update_own_profile", { changes: "account", fresh: true, errors: [commonErrors.spec.NOT_FOUND] })
    .route({ method: "DELETE", path: "/users/me/email", tags, summary: "Remove your e-mail address" })
    .input(Nothing)
    .output(Message),
};
