import type { AuditLog } from "../audit/index.ts";
import type { Area, PartReport, PartReports } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { Accounts } from "../people/index.ts";
import type { Outward } from "../tor/index.ts";
import { createEmailLinks, type EmailLinks } from "./create-email-links.ts";
import { createEmailService } from "./create-email-service.ts";
import { createOutbox, type Outbox } from "./create-outbox.ts";
import type { MailSettings } from "./mail.settings.ts";
import { createMailTokenRepository, mailTables } from "./mail-token-repository.ts";
import { openSmtpMailer } from "./smtp-mailer.ts";

/** How often links that are too old are forgotten. */
const PRUNE_MS = 3_600_000;

export interface MailAreaDeps {
  readonly accounts: Pick<Accounts, "find" | "findByEmail" | "setEmail" | "onRightsChanged">;
  readonly audit: Pick<AuditLog, "record">;
  readonly outward: Outward;
}

/** E-mail of other areas, which keep themselves what they have sent. Not there where the node sends none. */
export interface Messenger extends Pick<Outbox, "send"> {
  /** Address of the node's page. */
  readonly linkBase: string;
}

export interface MailArea extends Area {
  readonly messenger: Messenger | undefined;
  readonly links: Pick<EmailLinks, "isAvailable" | "requestLogin" | "redeemLogin" | "sendInvitation">;
}

function reportOf(outbox: Outbox): PartReport {
  const sentMs = outbox.lastSentMs();
  return {
    ok: !outbox.isFailing(),
    optional: true,
    detail: outbox.isFailing() ? "the SMTP server did not take the last e-mail" : "e-mail is sent through an SMTP server",
    last_success: sentMs === undefined ? null : new Date(sentMs).toISOString(),
  };
}

/** E-mail: addresses of accounts, and links that are sent there. @throws when a file of the settings cannot be read. */
export async function startMail(
  { db, time, clock, randomness, log, metrics, every }: Ground,
  deps: MailAreaDeps,
  settings: MailSettings,
): Promise<MailArea> {
  db.attach(mailTables);
  using starting = new DisposableStack();
  const mailer = starting.use(await openSmtpMailer(settings, deps.outward));
  const outbox = mailer && starting.use(createOutbox({ mailer, clock, log, metrics }));
  const repository = createMailTokenRepository(db);
  const { mail_link_base: linkBase } = settings;
  const links = starting.use(createEmailLinks({ ...deps, repository, outbox, time: time.steady, randomness, log }, { linkBase }));
  starting.use(every(PRUNE_MS, () => links.prune()));
  const running = starting.move();

  return {
    links,
    messenger: outbox && { send: (mail) => outbox.send(mail), linkBase },
    services: { email: createEmailService(links) },
    health: (): PartReports => (outbox ? { mail: reportOf(outbox) } : {}),
    [Symbol.asyncDispose]: async () => running.dispose(),
  };
}
