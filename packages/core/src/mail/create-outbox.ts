import { type Clock, describeFailure } from "@lucid/foundation";
import type { Logger } from "pino";
import { Counter, type Registry } from "prom-client";
import type { Mail, Mailer } from "./smtp-mailer.ts";

/** When an e-mail that was not taken is tried again. A link in it counts for 15 minutes. */
const AGAIN_AFTER_MS = [5_000, 60_000] as const;
/** E-mails that wait at once: more than that is a flood. */
const MAX_WAITING = 200;

export interface OutboxDeps {
  readonly mailer: Mailer;
  readonly clock: Pick<Clock, "after" | "now">;
  readonly log: Logger;
  readonly metrics: Registry;
}

/** E-mail on its way: whoever posts does not wait for the server, and does not learn whether anything was sent. */
export function createOutbox({ mailer, clock, log, metrics }: OutboxDeps) {
  const outcomes = new Counter({
    name: "lucid_mail_sent_total",
    help: "E-mails by what became of them: sent, failed, dropped",
    labelNames: ["outcome"],
    registers: [metrics],
  });
  const waiting = new Set<Disposable>();
  let underWay = 0;
  let failing = false;
  let lastSentMs: number | undefined;

  async function send(mail: Mail, attempts: number): Promise<boolean> {
    underWay += 1;
    try {
      await mailer.send(mail);
      failing = false;
      lastSentMs = clock.now();
      outcomes.inc({ outcome: "sent" });
      return true;
    } catch (error) {
      failing = true;
      log.warn({ failure: describeFailure(error), attempts }, "an e-mail was not taken by the SMTP server");
      return false;
    } finally {
      underWay -= 1;
    }
  }

  async function attempt(mail: Mail, attempts: number): Promise<void> {
    if (!(await send(mail, attempts + 1))) again(mail, attempts);
  }

  function again(mail: Mail, attempts: number): void {
    const delayMs = AGAIN_AFTER_MS[attempts];
    if (delayMs === undefined) return outcomes.inc({ outcome: "failed" });
    const timer = clock.after(delayMs, () => {
      waiting.delete(timer);
      void attempt(mail, attempts + 1);
    });
    waiting.add(timer);
  }

  return {
    /** Whether the last attempt failed. */
    isFailing: (): boolean => failing,
    /** Unix ms. */
    lastSentMs: (): number | undefined => lastSentMs,
    /** One attempt, for whoever keeps what it is about: whether the server took it. */
    send: (mail: Mail): Promise<boolean> => send(mail, 1),
    post(mail: Mail): void {
      if (underWay + waiting.size >= MAX_WAITING) return outcomes.inc({ outcome: "dropped" });
      void attempt(mail, 0);
    },
    [Symbol.dispose]() {
      for (const timer of waiting) timer[Symbol.dispose]();
    },
  };
}
export type Outbox = ReturnType<typeof createOutbox>;
