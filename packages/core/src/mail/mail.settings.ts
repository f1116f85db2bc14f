import { z } from "zod";
import { isLoopback, settingPort, settingWord } from "../ground/index.ts";

const isWebAddress = (text: string): boolean => text === "" || (URL.canParse(text) && /^https?:\/\/[^/]+\/?$/.test(text));

export const mailSettings = {
  smtp_host: z.string().default("").describe("server that sends e-mail; none, and nothing that needs e-mail is offered"),
  smtp_port: settingPort.default(587).describe("port of the SMTP server"),
  smtp_security: settingWord("starttls", "tls", "none")
    .default("starttls")
    .describe("how the way to the SMTP server is protected; none only for one on this computer"),
  smtp_user: z.string().default("").describe("user name at the SMTP server, where it asks for one"),
  smtp_password_file: z.string().default("").describe("file that holds the password at the SMTP server, and nothing else"),
  smtp_ca_file: z.string().default("").describe("certificate of the authority of the SMTP server, where it is no public one"),
  mail_from: z.string().default("").describe("sender of the node's e-mail, such as Lucid <lucid@example.org>"),
  mail_link_base: z
    .string()
    .refine(isWebAddress, "must be the root of a node, such as https://node.example")
    .default("")
    .describe("address under which people reach the page, for links in e-mail"),
};
export type MailSettings = z.infer<z.ZodObject<typeof mailSettings>>;

/** What is missing or contradicts itself, in words; undefined where the settings fit together. */
export function mailSettingsFault(settings: MailSettings): string | undefined {
  if (settings.smtp_host === "") return undefined;
  if (settings.mail_from === "") return "smtp_host needs mail_from";
  if (settings.mail_link_base === "") return "smtp_host needs mail_link_base";
  if ((settings.smtp_user === "") !== (settings.smtp_password_file === "")) return "smtp_user and smtp_password_file go together";
  const isHere = settings.smtp_host === "localhost" || isLoopback(settings.smtp_host);
  if (settings.smtp_security === "none" && !isHere) return "smtp_security none is for a server on this computer only";
  return undefined;
}
