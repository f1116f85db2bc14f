export type { EmailLinks } from "./create-email-links.ts";
export { mailSettings, mailSettingsFault } from "./mail.settings.ts";
export { type MailArea, startMail } from "./start-mail.ts";
