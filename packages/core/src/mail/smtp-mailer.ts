import { readFile } from "node:fs/promises";
import type { Outward } from "../tor/index.ts";
import type { MailSettings } from "./mail.settings.ts";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What sends e-mail. */
export interface Mailer extends Disposable {
  /** Resolves when the server has taken it. */
  send(mail: Mail): Promise<void>;
}

/** A server that does not answer holds nobody up for longer. */
const TIMEOUT_MS = 20_000;
const TOR_TIMEOUT_MS = 60_000;

/**
 * Sends through the SMTP server of the settings, by way of Tor where it is to; undefined where there is none. The password and the authority's certificate are read
 * once, at the start. @throws when one of the files cannot be read.
 */
export async function openSmtpMailer(settings: MailSettings, outward: Outward): Promise<Mailer | undefined> {
  const { smtp_host: host, smtp_port: port, smtp_security: security, smtp_user: user } = settings;
  if (host === "") return undefined;
  // Nothing else needs it.
  const { createTransport } = await import("nodemailer");
  const password = await readIfNamed(settings.smtp_password_file);
  const ca = await readIfNamed(settings.smtp_ca_file);
  const transport = createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user === "" ? {} : { auth: { user, pass: password?.trim() ?? "" } }),
    tls: { minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket(_options, found) {
      if (!outward.carries("email", host)) return found(null, false);
      const opening = outward.open(host, port, AbortSignal.timeout(TOR_TIMEOUT_MS));
      opening.then(
        (connection) => found(null, { connection }),
        (error: Error) => found(error, false),
      );
    },
  });
  return {
    async send({ to, subject, text }) {
      await transport.sendMail({ from: settings.mail_from, to, subject, text });
    },
    [Symbol.dispose]: () => transport.close(),
  };
}

async function readIfNamed(path: string): Promise<string | undefined> {
  return path === "" ? undefined : await readFile(path, "utf8");
}
