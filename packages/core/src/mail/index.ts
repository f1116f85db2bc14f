export type { EmailLinks } from "./create-email-links.ts";
export { mailSettings, mailSettingsFault } from "./mail.settings.ts";
export type { Mail } from "./smtp-mailer.ts";
export { type MailArea, type Messenger, startMail } from "./start-mail.ts";
