import {
  commonErrors,
  type Language,
  NOTIFICATION_AUDIENCE,
  NOTIFICATION_KINDS,
  type Notification,
  NotificationId,
  type NotificationKind,
  type NotificationSettings,
  paginate,
  SessionId,
  UserId,
} from "@lucid/contract";
import { type Principal, requirePrincipal, type Services } from "../calls/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import { type Accounts, scopeOf } from "../people/index.ts";
import { chosenOf } from "./default-choices.ts";
import type { NotificationRepository, NotificationRow } from "./notification-repository.ts";

export interface NotificationsServiceDeps {
  readonly repository: NotificationRepository;
  readonly accounts: Pick<Accounts, "find">;
  readonly steady: SteadyTime;
  readonly isMailing: () => boolean;
  /** Names of sessions whose recording is there, by id. */
  readonly sessionNames: (ids: readonly string[]) => ReadonlyMap<string, string>;
}

/** Whether a kind may come to somebody. */
function comesTo({ role, adminLabel }: Principal, kind: NotificationKind): boolean {
  const permission = NOTIFICATION_AUDIENCE[kind];
  return permission === null || scopeOf({ role, admin_label: adminLabel }, permission) === "all";
}

/** The part of the contract about notifications. */
export function createNotificationsService(deps: NotificationsServiceDeps): Services["notifications"] {
  const { repository, accounts, steady } = deps;

  function person(userId: string): Notification["who"] {
    const account = accounts.find(userId);
    return { user_id: UserId.parse(userId), name: account?.username ?? null, tron_address: account?.tron_address ?? "" };
  }

  function shown(row: NotificationRow, names: ReadonlyMap<string, string>): Notification {
    const { session_id: session } = row;
    return {
      notification_id: NotificationId.parse(row.notification_id),
      kind: row.kind,
      at: new Date(steady.toWall(row.at)).toISOString(),
      read: row.read_at !== null,
      link: row.link,
      session: session === null ? null : { session_id: SessionId.parse(session), name: names.get(session) ?? null },
      who: row.who === null ? null : person(row.who),
      data: row.data,
    };
  }

  function settingsOf(principal: Principal): NotificationSettings {
    const chosen = chosenOf(repository.choicesOf(principal.userId));
    return {
      email: { available: deps.isMailing(), address: accounts.find(principal.userId)?.email ?? null },
      language: repository.languageOf(principal.userId),
      choices: NOTIFICATION_KINDS.filter((kind) => comesTo(principal, kind)).map((kind) => ({
        kind,
        page: chosen.get(kind)?.page === 1,
        email: chosen.get(kind)?.email === 1,
      })),
    };
  }

  const choose = repository.transaction(
    (userId: string, choices: NotificationSettings["choices"], language: Language | undefined) => {
      for (const { kind, page, email } of choices) repository.choose(userId, { kind, page: page ? 1 : 0, email: email ? 1 : 0 });
      if (language !== undefined) repository.speak(userId, language);
    },
  );

  return {
    list(input, caller) {
      const { userId } = requirePrincipal(caller);
      const { limit, page } = input;
      const rows = repository.page(userId, { unread: input.unread, limit, offset: (page - 1) * limit });
      const names = deps.sessionNames(rows.flatMap(({ session_id }) => (session_id === null ? [] : [session_id])));
      const unread = repository.unread(userId);
      return {
        notifications: rows.map((row) => shown(row, names)),
        unread,
        pagination: paginate(input, input.unread ? unread : repository.count(userId)),
      };
    },
    unread: (_input, caller) => ({ unread: repository.unread(requirePrincipal(caller).userId) }),
    read(input, caller) {
      if (!repository.markRead(requirePrincipal(caller).userId, input.notification_id, steady.now()))
        throw commonErrors.NOT_FOUND();
      return { message: "It is read" };
    },
    readAll: (_input, caller) => ({ read: repository.markAllRead(requirePrincipal(caller).userId, steady.now()) }),
    settings: (_input, caller) => settingsOf(requirePrincipal(caller)),
    choose(input, caller) {
      const principal = requirePrincipal(caller);
      choose(principal.userId, input.choices, input.language);
      return settingsOf(principal);
    },
  };
}
