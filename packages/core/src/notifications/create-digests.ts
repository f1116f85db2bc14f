import type { Clock } from "@lucid/foundation";
import { describeFailure } from "@lucid/foundation";
import type { Logger } from "pino";
import type { Messenger } from "../mail/index.ts";
import type { Accounts } from "../people/index.ts";
import { digestOf } from "./digest-texts.ts";
import type { DueReader, NotificationRepository } from "./notification-repository.ts";

/** What happens together comes in one e-mail. */
const GATHER_MS = 60_000;
/** Between two e-mails to one person: what happens meanwhile piles up into the next. */
const APART_MS = 15 * 60_000;
/** What the SMTP server did not take in this time is in the page, and no news any more. */
const STALE_MS = 24 * 3_600_000;
/** After a refusal of the SMTP server. */
const PAUSE_MS = 5 * 60_000;

export interface DigestDeps {
  readonly repository: NotificationRepository;
  readonly accounts: Pick<Accounts, "find">;
  /** Not there where the node sends no e-mail. */
  readonly messenger: Messenger | undefined;
  readonly steadyNow: () => number;
  readonly clock: Pick<Clock, "elapsed">;
  readonly log: Logger;
}

/** E-mail about notifications: one to a person for all that is due, and seldom. To be asked again and again. */
export function createDigests({ repository, accounts, messenger, steadyNow, clock, log }: DigestDeps) {
  let pausedUntil = 0;
  let isLooking = false;

  async function send(to: Messenger, reader: DueReader): Promise<void> {
    const now = steadyNow();
    const account = accounts.find(reader.user_id);
    const due = repository.dueOf(reader.user_id);
    const facts = due.filter(({ at }) => now - at < STALE_MS);
    if (account?.status !== "active" || account.email === null || facts.length === 0) return repository.settle(due);
    const language = repository.languageOf(reader.user_id) ?? "en";
    if (await to.send({ to: account.email, ...digestOf(facts, language, to.linkBase) })) {
      repository.transaction(() => {
        repository.settle(due);
        repository.noteMail(reader.user_id, now);
      })();
    } else pausedUntil = clock.elapsed() + PAUSE_MS;
  }

  async function sendAll(to: Messenger): Promise<void> {
    const now = steadyNow();
    for (const reader of repository.dueReaders()) {
      const isGathered = now - reader.first_at >= GATHER_MS;
      const isApart = reader.mailed_at === null || now - reader.mailed_at >= APART_MS;
      if (isGathered && isApart && clock.elapsed() >= pausedUntil) await send(to, reader);
    }
  }

  return {
    /** Resolves when what is due now is sent, or was refused. */
    async look(): Promise<void> {
      if (!messenger || isLooking || clock.elapsed() < pausedUntil) return;
      isLooking = true;
      try {
        await sendAll(messenger);
      } catch (error) {
        log.error({ failure: describeFailure(error) }, "notifications could not be sent by e-mail");
      } finally {
        isLooking = false;
      }
    },
  };
}
export type Digests = ReturnType<typeof createDigests>;
