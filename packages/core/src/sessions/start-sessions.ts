import type { Chain, Checkpointer } from "@lucid/chain";
import type { ChunkStore, Sealer } from "@lucid/pipeline";
import type { Area } from "../calls/index.ts";
import type { DesktopsArea } from "../desktops/index.ts";
import type { Ground } from "../ground/index.ts";
import type { LoginsArea } from "../logins/index.ts";
import type { People } from "../people/index.ts";
import { createSessionsService } from "./handlers/create-sessions-service.ts";
import { createSessionAccess } from "./handlers/session-access.ts";
import { createBulkService } from "./proving/session-bundles.ts";
import { createSessionProofs } from "./proving/session-proofs.ts";
import { createSessionTrees } from "./proving/session-trees.ts";
import { startLiveSession } from "./running/live-session.ts";
import { DEFAULT_CONSENT, POLICY_PRESETS } from "./running/policies.ts";
import { reserveForDatabases } from "./running/reserved-store.ts";
import { type RunningSessionsOptions, startRunningSessions } from "./running/start-running-sessions.ts";
import { createViewerTickets } from "./running/viewer-tickets.ts";
import { createSessionDeletion } from "./stored/session-deletion.ts";
import { createSessionRepository } from "./stored/session-repository.ts";

export interface SessionsDeps {
  readonly chain: Chain;
  readonly checkpointer: Checkpointer;
  readonly desktops: Pick<DesktopsArea, "host" | "encoder" | "hosting">;
  readonly store: ChunkStore;
  readonly sealer: Sealer;
  readonly logins: Pick<LoginsArea, "onEnded">;
  readonly people: Pick<People, "getUser">;
}

export type SessionsOptions = Pick<RunningSessionsOptions, "rdp" | "maxSessions" | "maxSessionsPerUser">;

/** Sessions from their creation to the deletion of their recording. */
export async function startSessions(ground: Ground, deps: SessionsDeps, options: SessionsOptions): Promise<Area> {
  const { clock, randomness, log, metrics, supervisor, keys, db, changes, folder, version } = ground;
  const { chain, checkpointer, desktops, store, sealer, logins, people } = deps;
  db.attach({
    name: "sessions",
    watched: ["sessions", "chunks", "session_keys"].map((table) => ({ table, topic: "session", id: "session_id" })),
  });
  const changed = (sessionId: string): void => changes.publish({ topic: "session", id: sessionId });
  await using starting = new AsyncDisposableStack();
  const repository = createSessionRepository(db);
  const trees = createSessionTrees(repository);
  const { host: desktopHost, encoder } = desktops;
  const sessions = starting.use(
    await startRunningSessions(
      {
        clock,
        randomness,
        log,
        metrics,
        keys,
        repository,
        trees,
        chain,
        checkpointer,
        store,
        changed,
        hosting:
          desktopHost && encoder
            ? {
                encoder: encoder.name,
                open: (open, handlers) =>
                  startLiveSession(
                    { clock, randomness, log, supervisor, desktopHost, sealer, store: reserveForDatabases(store), encoder },
                    open,
                    handlers,
                  ),
              }
            : undefined,
      },
      { ...options, runDirectory: folder.run, recorderVersion: version, missing: desktops.hosting.missing },
    ),
  );
  const tickets = createViewerTickets({ clock, randomness });
  starting.use(logins.onEnded((loginSessionId) => tickets.revoke(loginSessionId)));
  const access = createSessionAccess(repository);
  const proofs = createSessionProofs({ repository, trees, chain });
  const deletion = starting.use(createSessionDeletion({ clock, log, keys, repository, store }));
  await deletion.sweep().catch((error: unknown) => log.error({ err: error }, "retention sweep failed"));
  const { service, views } = createSessionsService({
    clock,
    randomness,
    keys,
    repository,
    access,
    proofs,
    deletion,
    sessions,
    tickets,
    changes,
    people,
    chain,
    defaults: {
      templates: [...(desktopHost?.templates.values() ?? [])].map((template) => ({
        template_id: template.name,
        name: template.title,
        description: template.description,
        available: true,
      })),
      policies: [...POLICY_PRESETS],
      consent_text: DEFAULT_CONSENT,
      missing: [...desktops.hosting.missing],
    },
  });
  const running = starting.move();

  return {
    services: { sessions: service },
    bulk: createBulkService({ clock, repository, access, proofs, chain, store, sessions, tickets }),
    events: {
      session(sessionId, caller) {
        const record = repository.get(sessionId);
        if (!record || !access.sees(record, caller)) return undefined;
        const session = views.view(record);
        return session.state === "deleted"
          ? { type: "session_removed", session_id: session.session_id }
          : { type: "session", session };
      },
    },
    status: () => ({ sessions: { live: sessions.live.size, limit: options.maxSessions } }),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
