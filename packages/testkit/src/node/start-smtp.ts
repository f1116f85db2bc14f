import { text } from "node:stream/consumers";
import type { NodeSettings } from "@lucid/core";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface TestSmtp extends AsyncDisposable {
  readonly port: number;
  /** Settings of a node that sends through it. */
  readonly settings: Pick<NodeSettings, "smtp_host" | "smtp_port" | "smtp_security" | "mail_from" | "mail_link_base">;
  /** What came, oldest first. */
  readonly mails: readonly TakenMail[];
  /** The next e-mail to an address that is not taken yet. */
  take(to: string): Promise<TakenMail>;
  /** Refuses what comes from now on, or takes it again. */
  refuse(refuses: boolean): void;
}

export interface TakenMail {
  readonly to: string;
  /** Headers and text, with soft line breaks taken out. */
  readonly source: string;
  readonly isSecure: boolean;
  readonly user: string | undefined;
}

/** A real SMTP server on a free port of this computer. */
export async function startSmtp(options: SMTPServerOptions = {}): Promise<TestSmtp> {
  const mails: TakenMail[] = [];
  let taken = 0;
  let refuses = false;
  let arrived = Promise.withResolvers<void>();
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    ...options,
    onData(stream, { envelope, secure, user }, done) {
      void text(stream).then((source) => {
        if (refuses) return done(new Error("Come back later"));
        const unfolded = source.replace(/=\r\n/g, "").replaceAll("=3D", "=");
        for (const { address } of envelope.rcptTo) mails.push({ to: address, source: unfolded, isSecure: secure, user });
        arrived.resolve();
        arrived = Promise.withResolvers();
        return done();
      });
    },
  });
  // A client that does not trust the certificate hangs up, which the server takes for an error of its own.
  server.on("error", () => undefined);
  const listening = Promise.withResolvers<void>();
  const listener = server.listen(0, "127.0.0.1", () => listening.resolve());
  await listening.promise;
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("The SMTP server has no port");
  return {
    port: address.port,
    settings: {
      smtp_host: "127.0.0.1",
      smtp_port: address.port,
      smtp_security: "none",
      mail_from: "Lucid <lucid@example.org>",
      mail_link_base: "https://node.example",
    },
    mails,
    async take(to) {
      for (;;) {
        const next = arrived.promise;
        const found = mails[taken];
        if (found) {
          taken += 1;
          if (found.to === to) return found;
        } else await next;
      }
    },
    refuse: (next) => {
      refuses = next;
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** The link in an e-mail. */
export const linkOf = ({ source }: TakenMail): URL => new URL(/https?:\/\/\S+#token=[\w-]+/.exec(source)?.[0] ?? "no link");
export const tokenOf = (mail: TakenMail): string => linkOf(mail).hash.replace("#token=", "");
