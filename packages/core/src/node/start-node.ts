import { join } from "node:path";
import { createCheckpointer, openChainDatabase, openSignStateFile, startChain } from "@lucid/chain";
import type { NodeStatus } from "@lucid/contract";
import {
  type Clock,
  createChangeFeed,
  createRegistry,
  openDatabase,
  type Randomness,
  startEventLoopGauge,
} from "@lucid/foundation";
import { openChunkStore, startSealerPool } from "@lucid/pipeline";
import type { Logger } from "pino";
import { type DesktopHost, openDesktopHost } from "../desktops/index.ts";
import { type Gateway, startGateway } from "../gateway/index.ts";
import { openNodeKeys, secretFile } from "../keys/index.ts";
import { createAuth, createAuthHandlers } from "../logins/index.ts";
import {
  createBulkService,
  createSessionAccess,
  createSessionDeletion,
  createSessionProofs,
  createSessionRepository,
  createSessionsService,
  createSessionTrees,
  createViewerTickets,
  DEFAULT_CONSENT,
  POLICY_PRESETS,
  reserveForDatabases,
  startLiveSession,
  startSessions,
} from "../sessions/index.ts";
import { nodeMigrations } from "../storage/index.ts";
import { createAuditLog } from "./create-audit-log.ts";
import { createChainService } from "./create-chain-service.ts";
import { createNodeService } from "./create-node-service.ts";
import { inFolder, openDataFolder, openGenesis, unusableChain } from "./data-folder.ts";
import { type HostingReport, MissingProgramError, probeHosting } from "./hosting.ts";
import { startNodeEvents } from "./node-events.ts";
import type { NodeSettings } from "./settings.ts";

/** How often ended logins and used tokens are forgotten. */
const PRUNE_MS = 3_600_000;

/** What a composition root brings. */
export interface HostDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
  readonly version: string;
  /** Folders that ship with the node: the built page, and the desktop templates. */
  readonly files: { readonly page: string; readonly templates: string };
}

export interface LucidNode extends AsyncDisposable {
  readonly gateway: Pick<Gateway, "attachPort">;
  /** Where the page and the API are. */
  readonly url: string;
  readonly hosting: NodeStatus["hosting"];
  /** One-time code that makes its bearer the owner; undefined once there is one. The same code at every call. */
  setupCode(): string | undefined;
}

/**
 * The one place where the engine is put together: the order of start is the order of the lines, the order
 * of stop is the reverse, and a failure half-way undoes what was started.
 * @throws DataFolderError, MissingProgramError, or an error of `gatewayErrors`, with a message for the person.
 */
export async function startNode(host: HostDeps, settings: NodeSettings): Promise<LucidNode> {
  const { clock, randomness, log, version } = host;
  await using starting = new AsyncDisposableStack();
  const folder = starting.use(openDataFolder(settings.data));
  const metrics = createRegistry();
  const eventLoop = starting.use(startEventLoopGauge({ registry: metrics, clock }));

  const probing = settings.hosting === "off" ? Promise.resolve(undefined) : probeHosting(log);
  const keys = await inFolder(folder, () => openNodeKeys(folder.path, randomness));
  const genesis = await inFolder(folder, () =>
    openGenesis(folder, { clock, publicKey: keys.publicKey, blockInterval: settings.block_interval }),
  );
  const db = starting.use(
    await inFolder(folder, () => openDatabase({ path: folder.file("node.db"), migrations: nodeMigrations, synchronous: "full" })),
  );
  const chainDb = starting.use(await inFolder(folder, () => openChainDatabase(folder.file("chain.db"))));
  const signState = openSignStateFile(folder.file("sign-state.json"));
  const chain = starting.use(
    await startChain({ clock, db: chainDb, keys, signState, log, metrics }, { genesis }).catch((cause: unknown) => {
      throw unusableChain(folder, cause);
    }),
  );
  const checkpointer = starting.use(createCheckpointer({ clock, chain, log }));

  const store = starting.use(await openChunkStore({ log }, { directory: folder.chunks }));
  const sealer = starting.use(await startSealerPool({ clock, log }, { workers: settings.workers }));
  const probed = await probing;
  if (settings.hosting === "required") requireHosting(probed);
  const desktopHost = probed?.able
    ? await openDesktopHost({ log, metrics }, { dataDirectory: folder.path, templateDirectory: host.files.templates })
    : undefined;

  const encoder = probed?.encoder;
  const repository = createSessionRepository(db);
  const trees = createSessionTrees(repository);
  const sessions = starting.use(
    await startSessions(
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
        hosting:
          desktopHost && encoder
            ? {
                encoder: encoder.name,
                open: (options, handlers) =>
                  startLiveSession(
                    { clock, randomness, log, desktopHost, sealer, store: reserveForDatabases(store), encoder },
                    options,
                    handlers,
                  ),
              }
            : undefined,
      },
      {
        runDirectory: folder.run,
        rdp: { address: settings.rdp_host, fromPort: settings.rdp_port_from, toPort: settings.rdp_port_to },
        maxSessions: settings.max_sessions,
        maxSessionsPerUser: settings.max_sessions_per_user,
        recorderVersion: version,
        missing: probed?.missing ?? [],
      },
    ),
  );

  let url = "";
  let endLogin: Gateway["endLogin"] = () => undefined;
  const audit = createAuditLog({ clock, log });
  const tickets = createViewerTickets({ clock, randomness });
  const auth = starting.use(
    createAuth(
      {
        db: db.write,
        clock,
        randomness,
        log,
        metrics,
        tokenKey: await secretFile(join(folder.path, "keys"), "token.key", () => randomness.bytes(32)),
        onEvent(event) {
          audit.auth(event);
          if (event.type !== "session_ended" || event.login_session_id === undefined) return;
          tickets.revoke(event.login_session_id);
          endLogin(event.login_session_id);
        },
      },
      { domain: () => new URL(url).host, network: chain.network, registration: settings.registration },
    ),
  );

  starting.use(every(PRUNE_MS, { clock, log }, () => auth.prune()));

  const access = createSessionAccess(repository);
  const proofs = createSessionProofs({ repository, trees, chain });
  const feed = createChangeFeed<string>();
  const changed = sessions.onChange((sessionId) => feed.publish(sessionId));
  starting.use(changed);
  const deletion = starting.use(
    createSessionDeletion({ clock, log, keys, repository, store }, (sessionId) => feed.publish(sessionId)),
  );
  await deletion.sweep().catch((error: unknown) => log.error({ err: error }, "retention sweep failed"));
  const hosting = describeHosting(settings, probed, desktopHost);
  const { service: sessionsService, views } = createSessionsService({
    clock,
    randomness,
    keys,
    repository,
    access,
    proofs,
    deletion,
    sessions,
    tickets,
    feed,
    auth,
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
      missing: [...(probed?.missing ?? [])],
    },
  });
  const visible = (sessionId: string, caller: Parameters<typeof access.visible>[1]) => {
    const record = repository.get(sessionId);
    return record && access.sees(record, caller) ? views.view(record) : undefined;
  };
  const events = starting.use(startNodeEvents({ clock, chain, onSession: sessions.onChange, view: visible }));

  const gateway = starting.use(
    await startGateway(
      {
        clock,
        randomness,
        log,
        registry: metrics,
        tokens: auth,
        audit: audit.call,
        bulk: createBulkService({ clock, repository, access, proofs, chain, store, sessions, tickets }),
        services: {
          ...createAuthHandlers(auth),
          sessions: sessionsService,
          chain: createChainService(chain),
          node: createNodeService({
            clock,
            version,
            environment: settings.environment,
            nodeId: keys.publicKey,
            chain,
            sealer,
            store,
            hosting,
            sessionLimit: settings.max_sessions,
            eventLoopP99Ms: () => eventLoop.p99Seconds() * 1_000,
            events,
            sessions: {
              live: () => sessions.live.size,
              view: visible,
              stage: (sessionId) => (sessions.live.has(sessionId) ? "recording" : null),
              async retry(sessionId, caller) {
                await sessions.retry(access.owned(sessionId, caller).sessionId);
                return views.view(access.owned(sessionId, caller));
              },
            },
          }),
        },
      },
      {
        host: settings.host,
        port: settings.port,
        trustedHosts: settings.trusted_hosts,
        version,
        page: host.files.page,
        metricsPublic: settings.metrics_public,
        loginPerMinute: settings.login_per_minute,
      },
    ),
  );
  url = gateway.url;
  endLogin = gateway.endLogin;
  const setupCode = auth.issueSetupCode();
  log.info({ url, node: keys.publicKey, network: chain.network }, "node started");

  const running = starting.move();
  return {
    url,
    gateway,
    hosting,
    setupCode: () => (auth.setupNeeded() ? setupCode : undefined),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Calls `work` again and again until it is disposed, also after it failed. */
function every(ms: number, { clock, log }: Pick<HostDeps, "clock" | "log">, work: () => void): Disposable {
  let timer = clock.after(ms, again);
  function again(): void {
    try {
      work();
    } catch (error) {
      log.error({ err: error }, "regular work failed");
    }
    timer = clock.after(ms, again);
  }
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

function requireHosting(probed: HostingReport | undefined): void {
  if (!probed || probed.able) return;
  throw new MissingProgramError(
    `This machine cannot host desktops: ${probed.missing.join(", ")} missing. Run "${probed.install}", or start with --hosting off to run without desktops.`,
  );
}

function describeHosting(
  settings: NodeSettings,
  probed: HostingReport | undefined,
  host: DesktopHost | undefined,
): NodeStatus["hosting"] {
  return {
    able: host !== undefined,
    missing: settings.hosting === "off" ? ["switched off by the setting hosting"] : [...(probed?.missing ?? [])],
    encoder: probed?.encoder?.name ?? null,
    sandbox: "bubblewrap",
  };
}
