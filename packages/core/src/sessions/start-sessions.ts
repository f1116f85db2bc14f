import type { Chain, Checkpointer } from "@lucid/chain";
import type { SessionReason } from "@lucid/contract";
import type { ChunkStore, Sealer } from "@lucid/pipeline";
import type { BlockRef, Header } from "@lucid/proof";
import type { Area, Caller, EventView } from "../calls/index.ts";
import type { DesktopsArea } from "../desktops/index.ts";
import type { Ground } from "../ground/index.ts";
import type { LoginsArea } from "../logins/index.ts";
import type { Networks } from "../lucid-chain/index.ts";
import type { People } from "../people/index.ts";
import type { SessionRules } from "../policies/index.ts";
import { countLive } from "./handlers/count-live.ts";
import { createSessionsService } from "./handlers/create-sessions-service.ts";
import { createSessionFinder } from "./handlers/finding.ts";
import { createOrdering, type OrderedSessions } from "./handlers/ordering.ts";
import { createOversight } from "./handlers/overseeing.ts";
import { createSessionAccess } from "./handlers/session-access.ts";
import { createSessionDefaults } from "./handlers/session-defaults.ts";
import { createProving } from "./proving/create-proving.ts";
import { type GrowingRecording, growingRecording } from "./proving/growing-recording.ts";
import { type SealedRecording, sealedRecording } from "./proving/sealed-recording.ts";
import { createBulkService } from "./proving/session-bundles.ts";
import { endWhatIsOver } from "./running/end-what-is-over.ts";
import { createHosting } from "./running/hosting.ts";
import { createOpenSessions } from "./running/open-sessions.ts";
import type { RunningSessionsOptions } from "./running/running-sessions.ts";
import { createSessionMetrics } from "./running/sessions.metrics.ts";
import { createSleeping, type Sleeping } from "./running/sleeping.ts";
import { startRunningSessions } from "./running/start-running-sessions.ts";
import { createViewerTickets } from "./running/viewer-tickets.ts";
import type { SessionsSettings } from "./sessions.settings.ts";
import { createOwnPlaces } from "./stored/own-places.ts";
import { createSessionDeletion } from "./stored/session-deletion.ts";
import { createSessionRepository } from "./stored/session-repository.ts";
import type { SessionRecord } from "./stored/session-row.ts";
import type { EndingDay } from "./stored/session-rows.ts";
import type { SessionSearch } from "./stored/session-search.ts";
import { sessionTables } from "./stored/session-tables.ts";
import { createSessionViews } from "./stored/session-views.ts";

export interface SessionsDeps {
  readonly chain: Chain;
  readonly checkpointer: Checkpointer;
  readonly networks: Networks;
  readonly desktops: Pick<DesktopsArea, "host" | "hosting" | "install">;
  readonly store: ChunkStore;
  readonly sealer: Sealer;
  /** Tells of logins and API keys that ended. */
  readonly logins: Pick<LoginsArea, "onEnded">;
  readonly people: Pick<People, "getUser">;
  readonly rules: SessionRules;
  /** @throws SESSION_UNPAID where sessions cost something, and nobody has paid for this one. */
  readonly requirePaid: (sessionId: string) => void;
}

/** How long a session goes on at most after what allowed it is over. */
const POLICY_CHECK_MS = 1_000;

/** What sessions are for other areas. */
export interface SessionsArea extends Area {
  /** A session that the caller may see. @throws SESSION_NOT_FOUND for any other. */
  find(
    sessionId: string,
    caller: Caller,
  ): Pick<SessionRecord, "sessionId" | "userId" | "name" | "state" | "template" | "policy" | "policyHash">;
  /** Whether the caller may see it. */
  sees(sessionId: string, caller: Caller): boolean;
  /** What is told of a session to its owner. */
  notice(sessionId: string): Pick<SessionRecord, "userId" | "state" | "completedAt"> | undefined;
  /** Ids of sessions that failed, were interrupted or are proven, and changed since. Unix ms. */
  settledSince(since: number): readonly string[];
  /** Recordings whose retention ends in a span of time, counted by owner and day. Unix ms. */
  ending(from: number, until: number): readonly EndingDay[];
  /** Names of those that are not deleted, by id. */
  names(sessionIds: readonly string[]): ReadonlyMap<string, string>;
  /** Whether its recording was deleted. */
  isDeleted(sessionId: string): boolean;
  /** Sealed sessions that a tag can name, oldest first. */
  sealed(): readonly string[];
  /** What a network is told of a sealed session; undefined for any other, a deleted one, and one that cannot be anchored yet. */
  recording(sessionId: string): SealedRecording | undefined;
  /** What a network is told of a running session while it grows; undefined for any other. */
  growing(sessionId: string): Promise<GrowingRecording | undefined>;
  /** How the tree of a sealed session goes on from its first leaves: the path between both roots (RFC 9162). */
  continues(sessionId: string, from: number): Promise<readonly string[] | undefined>;
  /** The block that holds a session's own anchor. @throws NOT_FINAL, FOREIGN_ANCHOR. */
  anchorBlock(sessionId: string): Header;
  /** Sessions that start or run. */
  openCount(): number;
  /** Sessions that are kept, and their bytes. Neither is counted: both are kept. */
  totals(): { readonly total: number; readonly size: number };
  readonly sleeping: Sleeping;
  readonly ordered: OrderedSessions;
  /** Ends them all, and seals them; `why` is what their owners are told. One that cannot be ended stays open. */
  endAll(why: SessionReason): Promise<void>;
  /** Ends and seals those of one account; one that cannot be ended stays open. */
  endOf(userId: string, why: SessionReason): Promise<void>;
  /** Cuts the connections to an account's desktops that it may not have any more. */
  recheckClients(userId: string): void;
  /** What an account has, deleted recordings not counted. */
  usageOf(userId: string): { readonly count: number; readonly size_bytes: number };
  /** Sessions of an account that run or are being sealed. */
  openOf(userId: string): number;
  /** Deletes what an account prepared and never started. */
  removeDrafts(userId: string, deletedBy: string): Promise<void>;
  /** Texts of other areas by which lists find sessions. */
  readonly search: Pick<SessionSearch, "put" | "remove">;
}

/** Sessions that are read at once for an export. */
const OWN_PAGE = 100;

/** Sessions from their creation to the deletion of their recording. */
export async function startSessions(
  ground: Ground,
  deps: SessionsDeps,
  settings: Readonly<SessionsSettings>,
): Promise<SessionsArea> {
  const { db, changes, folder, version, log } = ground;
  const { chain, networks, desktops, logins } = deps;
  await using starting = new AsyncDisposableStack();
  db.attach(sessionTables);
  const changed = (sessionId: string): void => changes.publish({ topic: "session", id: sessionId });

  const finalBlock = (): BlockRef => {
    const { height, hash } = chain.read.finalized();
    return { height, hash };
  };
  const repository = createSessionRepository(db);
  const places = createOwnPlaces({ chains: networks.all, repository });
  const open = createOpenSessions(repository);
  const stored = { ...ground, ...deps, repository, places, open, changed, metrics: createSessionMetrics(ground.metrics, open) };
  const views = createSessionViews({
    ...stored,
    live: (id) => open.live.get(id)?.view(),
    isOver: (id) => open.unsealed.has(id),
  });
  const access = createSessionAccess(repository);
  const proving = starting.use(createProving(stored, { recorderVersion: version }));
  const sessions = starting.use(
    await startRunningSessions(
      {
        ...stored,
        proving,
        isAnchored: (id) => places.of(repository.many([id])).get(id)?.anchor !== undefined,
        hosting: createHosting(ground, { ...deps, finalBlock }),
      },
      {
        runDirectory: folder.run,
        missing: desktops.hosting.missing,
        install: desktops.install,
        networkId: chain.networkId,
        // Read anew by each start.
        get rdp() {
          return rdpOf(settings);
        },
        get maxSessions() {
          return settings.max_sessions;
        },
        get maxSessionsPerUser() {
          return settings.max_sessions_per_user;
        },
      },
    ),
  );
  starting.use(ground.every(POLICY_CHECK_MS, () => endWhatIsOver({ ...stored, rules: deps.rules }, sessions)));
  const tickets = createViewerTickets(ground);
  starting.use(logins.onEnded((loginSessionId) => tickets.revoke(loginSessionId)));
  ground.time.watch.knowPassed(Math.max(chain.read.head().time * 1_000, repository.lastUpdateMs()));
  const deletion = starting.use(createSessionDeletion(stored));
  await deletion.sweep().catch((error: unknown) => log.error({ err: error }, "retention sweep failed"));

  const shared = { ...stored, finalBlock, access, views, proofs: proving.proofs, sessions, tickets, deletion };
  const isDeleted = (sessionId: string): boolean => repository.get(sessionId)?.state === "deleted";
  const session: EventView = (sessionId, caller) => {
    if (!access.sees(sessionId, caller)) return undefined;
    if (isDeleted(sessionId)) return { type: "session_removed", session_id: views.fresh(sessionId).session_id };
    return { type: "session", session: views.fresh(sessionId) };
  };
  function* sessionsOf(userId: string): Generator<object> {
    for (let offset = 0; ; offset += OWN_PAGE) {
      const page = repository.list({ userId, sort: "created_at", order: "asc", limit: OWN_PAGE, offset }).sessions;
      yield* views.many(page);
      if (page.length < OWN_PAGE) return;
    }
  }
  const running = starting.move();
  return {
    services: {
      oversight: createOversight(shared),
      sessions: createSessionsService({ ...shared, networkId: chain.networkId, defaults: createSessionDefaults(desktops) }),
    },
    bulk: createBulkService(shared),
    finder: createSessionFinder({ repository, access }),
    events: { session },
    status: (caller) => ({
      sessions: { live: countLive({ repository, access, live: open.live }, caller), limit: settings.max_sessions },
    }),
    notice: (sessionId) => repository.get(sessionId),
    settledSince: (since) => repository.settledSince(since),
    ending: (from, until) => repository.ending(from, until),
    names: (ids) =>
      new Map(repository.many(ids).flatMap(({ sessionId, name, state }) => (state === "deleted" ? [] : [[sessionId, name]]))),
    find: access.visible,
    sees: access.sees,
    isDeleted,
    sealed: () => repository.tagged(),
    recording(sessionId) {
      const record = repository.get(sessionId);
      return record && sealedRecording(record, { node: ground.keys.publicKey, now: ground.clock.now() });
    },
    async growing(sessionId) {
      const record = repository.get(sessionId);
      return record && growingRecording(record, { node: ground.keys.publicKey, trees: proving.trees });
    },
    async continues(sessionId, from) {
      const chunkCount = repository.get(sessionId)?.chunkCount ?? 0;
      if (from > chunkCount) return undefined;
      return (await proving.trees.of(sessionId, chunkCount)).consistencyPath(from, chunkCount);
    },
    anchorBlock(sessionId) {
      const [block] = proving.proofs.anchorEvidence(sessionId).headers;
      if (block === undefined) throw new Error("Evidence without a block");
      return block.header;
    },
    openCount: () => open.places.size,
    totals: () => repository.totals(undefined),
    sleeping: createSleeping(stored, sessions),
    ordered: createOrdering(shared),
    endAll: (why) => sessions.endAll(why),
    endOf: (userId, why) => sessions.endOf(userId, why),
    recheckClients: (userId) => sessions.recheckClients(userId),
    ownData: (userId) => [{ name: "sessions", entries: sessionsOf(userId) }],
    openOf: (userId) => repository.count(userId, ["recording", "paused", "processing"]),
    async removeDrafts(userId, deletedBy) {
      const drafts = { userId, state: "created", sort: "created_at", order: "asc", limit: 100, offset: 0 } as const;
      for (let { sessions: left } = repository.list(drafts); left.length > 0; { sessions: left } = repository.list(drafts)) {
        for (const { sessionId } of left) await deletion.remove(sessionId, deletedBy, "account deleted");
      }
    },
    usageOf(userId) {
      const { total, size } = repository.totals(userId);
      return { count: total, size_bytes: size };
    },
    search: repository.search,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

const rdpOf = (settings: Readonly<SessionsSettings>): RunningSessionsOptions["rdp"] => ({
  address: settings.rdp_host,
  fromPort: settings.rdp_port_from,
  toPort: settings.rdp_port_to,
});
