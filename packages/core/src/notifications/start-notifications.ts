import type { ApiKeysArea } from "../api-keys/index.ts";
import type { Area } from "../calls/index.ts";
import type { EmergencyBook } from "../emergency/index.ts";
import type { Ground } from "../ground/index.ts";
import type { InvitationsArea } from "../invitations/index.ts";
import type { LoginsArea } from "../logins/index.ts";
import type { Messenger } from "../mail/index.ts";
import type { NetworkArea } from "../network/index.ts";
import type { Accounts } from "../people/index.ts";
import type { RequestsArea } from "../policies/index.ts";
import type { SessionsArea } from "../sessions/index.ts";
import { type Announcer, createAnnouncer } from "./create-announcer.ts";
import { createDigests } from "./create-digests.ts";
import { createNotificationsService } from "./create-notifications-service.ts";
import { createNotificationRepository } from "./notification-repository.ts";
import { notificationTables } from "./notification-tables.ts";
import { createApiKeysSource } from "./sources/api-keys-source.ts";
import { createEmergenciesSource } from "./sources/emergencies-source.ts";
import { createInvitationsSource } from "./sources/invitations-source.ts";
import { createLoginsSource } from "./sources/logins-source.ts";
import { createNetworkSource } from "./sources/network-source.ts";
import { createRequestsSource } from "./sources/requests-source.ts";
import { createSessionsSource } from "./sources/sessions-source.ts";
import type { Source } from "./sources/source.ts";

const KEPT_MS = 90 * 86_400_000;
/** What comes with time, such as the end of a key, is told this much later at most. */
const LOOK_MS = 3_600_000;
const MAIL_MS = 15_000;
/** What was written just before the last look may have been missed by it. */
const OVERLAP_MS = 60_000;
/** Of the last 90 days, for a person's own export. */
const MOST_EXPORTED = 10_000;

export interface NotificationsDeps {
  readonly accounts: Pick<Accounts, "find" | "holders" | "onErased">;
  readonly messenger: Messenger | undefined;
  readonly sessions: Pick<SessionsArea, "names" | "notice" | "settledSince" | "ending">;
  readonly requests: Pick<RequestsArea, "request" | "pending">;
  readonly emergency: Pick<EmergencyBook, "open" | "ended" | "find">;
  readonly logins: Pick<LoginsArea, "newcomer">;
  readonly apiKeys: Pick<ApiKeysArea, "ending">;
  readonly invitations: Pick<InvitationsArea, "usesOf">;
  readonly network: Pick<NetworkArea, "asked">;
}

export interface NotificationsArea extends Area, Announcer {
  /** Looks for what happened while nobody looked, and follows what happens. When whoever hears of facts is there. */
  begin(): void;
}

/** What people are told: in the page, and by e-mail. Webhooks hear the same. */
export function startNotifications(ground: Ground, deps: NotificationsDeps): NotificationsArea {
  const { clock, db, log, time, randomness, changes } = ground;
  const { accounts, messenger } = deps;
  db.attach(notificationTables);
  const repository = createNotificationRepository(db);
  const steadyNow = (): number => time.steady.now();
  const isMailing = (): boolean => messenger !== undefined;
  const announcer = createAnnouncer({ repository, accounts, randomness, steadyNow, isMailing });
  const digests = createDigests({ repository, accounts, messenger, steadyNow, clock, log });
  const { announce } = announcer;
  const sources: readonly Source[] = [
    createSessionsSource({ announce, clock, sessions: deps.sessions }),
    createRequestsSource({ announce, requests: deps.requests }),
    createEmergenciesSource({ announce, book: deps.emergency }),
    createLoginsSource({ announce, logins: deps.logins, steadyNow }),
    createApiKeysSource({ announce, apiKeys: deps.apiKeys, steady: time.steady }),
    createInvitationsSource({ announce, invitations: deps.invitations }),
    createNetworkSource({ announce, network: deps.network }),
  ];
  const running = new DisposableStack();

  /** Whoever changes something does not fail because it could not be told; a look makes up for it. */
  function orLog(work: () => void): void {
    try {
      work();
    } catch (error) {
      log.error({ err: error }, "something could not be told");
    }
  }

  /** In one transaction: what piled up costs one commit. */
  const look = repository.transaction(() => {
    const now = clock.now();
    const since = (repository.lookedAt() ?? now) - OVERLAP_MS;
    for (const source of sources) source.look?.(since);
    repository.noteLook(now);
    repository.forgetBefore(steadyNow() - KEPT_MS);
  });

  return {
    ...announcer,
    begin() {
      for (const { heard } of sources) {
        if (heard) running.use(changes.on(heard.topic, (id) => orLog(() => heard.of(id))));
      }
      orLog(look);
      running.use(ground.every(LOOK_MS, () => orLog(look)));
      running.use(ground.every(MAIL_MS, () => void digests.look()));
      running.use(accounts.onErased(({ userId }) => repository.erase(userId)));
    },
    services: {
      notifications: createNotificationsService({
        ...{ repository, accounts, isMailing, steady: time.steady },
        sessionNames: (ids) => deps.sessions.names(ids),
      }),
    },
    ownData: (userId) => [
      {
        name: "notifications",
        entries: repository
          .page(userId, { unread: false, limit: MOST_EXPORTED, offset: 0 })
          .map(({ kind, session_id, at, read_at }) => ({ kind, session_id, at, read_at })),
      },
    ],
    events: {
      notifications: (userId, { principal }) =>
        principal?.userId === userId ? { type: "notifications", unread: repository.unread(userId) } : undefined,
    },
    [Symbol.asyncDispose]: async () => running.dispose(),
  };
}
