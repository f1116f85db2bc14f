import { z } from "zod";

export const EmailAddress = z.email("an e-mail address").max(254).toLowerCase();

/** What a link in an e-mail carries in its fragment: 256 bits in base64url. */
export const MailToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "the 43 letters of a link");

/** The e-mail address of an account: a further way in, and where messages go. */
export const EmailState = z
  .object({
    available: z.boolean().meta({ description: "Whether this node sends e-mail" }),
    address: z.string().nullable(),
    pending: z.string().nullable().meta({ description: "An address that was given and is not confirmed yet" }),
  })
  .meta({ id: "EmailState" });
export type EmailState = z.infer<typeof EmailState>;
