import type { NotificationKind, Permission } from "@lucid/contract";
import type { Randomness } from "@lucid/foundation";
import type { Accounts } from "../people/index.ts";
import { chosenOf } from "./default-choices.ts";
import type { FactRow, NotificationRepository } from "./notification-repository.ts";

/** Something that happened, and whom it concerns. */
export interface Fact {
  /** One for each thing that can happen: what has the key of an earlier fact is that one, and is told no more. */
  readonly key: string;
  readonly kind: NotificationKind;
  /** An account, or everybody whose permission reaches all, but one. */
  readonly to: { readonly account: string } | { readonly permission: Permission; readonly except?: string | undefined };
  /** Path of the page. */
  readonly link: string;
  readonly sessionId?: string;
  /** Id of the account that did it, or that it is about. */
  readonly who?: string | undefined;
  /** No secrets: it leaves the node by e-mail and webhook. */
  readonly data?: Readonly<Record<string, string | number>>;
}

export interface AnnouncerDeps {
  readonly repository: NotificationRepository;
  readonly accounts: Pick<Accounts, "find" | "holders">;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly steadyNow: () => number;
  /** Whether e-mail is sent. */
  readonly isMailing: () => boolean;
}

/** The one way to tell people and webhooks something. */
export interface Announcer {
  /** Stored for everybody it concerns, or for nobody, when it returns. Told once, however often it is called. */
  announce(fact: Fact): void;
  /** Calls back within the transaction that stores a fact. */
  onFact(listener: (fact: FactRow) => void): Disposable;
}

export function createAnnouncer({ repository, accounts, randomness, steadyNow, isMailing }: AnnouncerDeps): Announcer {
  const listeners = new Set<(fact: FactRow) => void>();

  function recipientsOf({ to }: Fact): readonly string[] {
    if ("account" in to) return accounts.find(to.account)?.status === "active" ? [to.account] : [];
    return accounts.holders(to.permission).filter((userId) => userId !== to.except);
  }

  function tell(userId: string, { fact_id, kind, at }: FactRow): void {
    const choice = chosenOf(repository.choicesOf(userId)).get(kind);
    const mail = choice?.email === 1 && isMailing() && (accounts.find(userId)?.email ?? null) !== null ? 1 : 0;
    const shown = choice?.page ?? 0;
    if (shown === 0 && mail === 0) return;
    repository.insert({ notification_id: randomness.uuid(), fact_id, user_id: userId, at, shown, mail });
  }

  const store = repository.transaction((fact: Fact) => {
    const row: FactRow = {
      fact_id: randomness.uuid(),
      key: fact.key,
      kind: fact.kind,
      link: fact.link,
      session_id: fact.sessionId ?? null,
      who: fact.who ?? null,
      data: fact.data ?? {},
      at: steadyNow(),
    };
    repository.insertFact(row);
    for (const userId of recipientsOf(fact)) tell(userId, row);
    for (const listener of listeners) listener(row);
  });

  return {
    announce(fact) {
      if (!repository.knows(fact.key)) store(fact);
    },
    onFact(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}
