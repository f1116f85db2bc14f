import { createHash } from "node:crypto";
import { commonErrors, emailErrors, type Language } from "@lucid/contract";
import { describeFailure, type Randomness } from "@lucid/foundation";
import type { Logger } from "pino";
import type { AuditLog } from "../audit/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import type { AccountRow, Accounts } from "../people/index.ts";
import type { Outbox } from "./create-outbox.ts";
import { confirmMail, invitationMail, loginMail } from "./mail-texts.ts";
import type { MailPurpose, MailTokenRepository } from "./mail-token-repository.ts";

const LIFE_MS: Readonly<Record<MailPurpose, number>> = { login: 15 * 60_000, confirm: 3_600_000 };
/** Links of one kind that an account gets in an hour: nobody's mailbox is filled by this node. */
const PER_HOUR = 5;
const HOUR_MS = 3_600_000;

export interface EmailLinksDeps {
  readonly accounts: Pick<Accounts, "find" | "findByEmail" | "setEmail" | "onRightsChanged">;
  readonly repository: MailTokenRepository;
  /** Absent where the node sends no e-mail. */
  readonly outbox: Pick<Outbox, "post"> | undefined;
  readonly time: Pick<SteadyTime, "now">;
  readonly randomness: Randomness;
  readonly audit: Pick<AuditLog, "record">;
  readonly log: Logger;
}

/** E-mail addresses of accounts, and the links that prove them. Of a link only the SHA-256 of its token is kept. */
export function createEmailLinks(deps: EmailLinksDeps, options: { readonly linkBase: string }) {
  const { accounts, repository, time } = deps;

  const following = accounts.onRightsChanged(({ userId }) => {
    if (accounts.find(userId)?.status !== "active") repository.removeOf(userId);
  });

  function mustSend(): Pick<Outbox, "post"> {
    if (!deps.outbox) throw emailErrors.MAIL_OFF();
    return deps.outbox;
  }

  /** False when the account has had as many as it gets for now. */
  function send(outbox: Pick<Outbox, "post">, purpose: MailPurpose, userId: string, email: string, language: Language): boolean {
    const now = time.now();
    if (repository.sentSince(userId, purpose, now - HOUR_MS) >= PER_HOUR) return false;
    const token = Buffer.from(deps.randomness.bytes(32)).toString("base64url");
    repository.insert({ user_id: userId, purpose, email, created_at: now, expires_at: now + LIFE_MS[purpose] }, digestOf(token));
    const page = purpose === "login" ? "/login-link" : "/confirm-email";
    const link = `${new URL(page, options.linkBase).href}#token=${token}`;
    outbox.post({ to: email, ...(purpose === "login" ? loginMail : confirmMail)(language, link) });
    return true;
  }

  function sendLoginLink(outbox: Pick<Outbox, "post">, email: string, language: Language): void {
    const account = accounts.findByEmail(email);
    if (account?.status !== "active" || !send(outbox, "login", account.user_id, email, language)) return;
    deps.audit.record({ action: "email.link_sent", outcome: "ok", target: account.user_id });
  }

  return {
    isAvailable: (): boolean => deps.outbox !== undefined,
    pendingOf: (userId: string): string | undefined => repository.pending(userId, time.now()),
    emailOf: (userId: string): string | undefined => accounts.find(userId)?.email ?? undefined,
    /** Sends a link to an address that an account says is its own. @throws MAIL_OFF, RATE_LIMITED. */
    askToConfirm(userId: string, email: string, language: Language): void {
      if (!send(mustSend(), "confirm", userId, email, language))
        throw commonErrors.RATE_LIMITED({ retry_after_s: HOUR_MS / 1_000 });
    },
    /** @throws MAIL_LINK_INVALID, ALREADY_EXISTS when another account has the address. */
    confirm(token: string): { userId: string; email: string } {
      const taken = repository.take(digestOf(token), "confirm", time.now());
      if (!taken || accounts.find(taken.user_id)?.status !== "active") throw emailErrors.MAIL_LINK_INVALID();
      const holder = accounts.findByEmail(taken.email);
      if (holder && holder.user_id !== taken.user_id) {
        throw commonErrors.ALREADY_EXISTS(undefined, { message: "Another account has this e-mail address" });
      }
      accounts.setEmail(taken.user_id, taken.email);
      return { userId: taken.user_id, email: taken.email };
    },
    /** False when the account has none. */
    remove(userId: string): boolean {
      repository.removeOf(userId);
      if ((accounts.find(userId)?.email ?? null) === null) return false;
      accounts.setEmail(userId, null);
      return true;
    },
    /**
     * Sends a link to log in, where an account has the address. The work is done after the answer: neither what is answered nor when
     * tells whether there is such an account. @throws MAIL_OFF.
     */
    requestLogin(email: string, language: Language): void {
      const outbox = mustSend();
      setImmediate(() => {
        try {
          sendLoginLink(outbox, email, language);
        } catch (error) {
          deps.log.error({ failure: describeFailure(error) }, "a link to log in could not be made");
        }
      });
    },
    /** Sends the link of an invitation; `path` is below the address of the node. @throws MAIL_OFF. */
    sendInvitation(to: string, path: string, inviter: string, language: Language): void {
      mustSend().post({ to, ...invitationMail(language, new URL(path, options.linkBase).href, inviter) });
    },
    /** The account that a link logs in; the link is used up. @throws MAIL_LINK_INVALID. */
    redeemLogin(token: string): AccountRow {
      const taken = repository.take(digestOf(token), "login", time.now());
      const account = taken && accounts.find(taken.user_id);
      // Who has another address by now took the mailbox of the old one its way in.
      if (account?.email !== taken?.email || account?.status !== "active") throw emailErrors.MAIL_LINK_INVALID();
      return account;
    },
    prune: (): void => repository.forgetBefore(time.now() - 2 * HOUR_MS),
    [Symbol.dispose]: () => following[Symbol.dispose](),
  };
}
export type EmailLinks = ReturnType<typeof createEmailLinks>;

const digestOf = (token: string): Buffer => createHash("sha256").update(token).digest();
