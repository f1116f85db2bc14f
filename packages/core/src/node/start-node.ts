import type { NodeStatus } from "@lucid/contract";
import { joinTokens, startApiKeys } from "../api-keys/index.ts";
import { startAudit, startAuditDesk } from "../audit/index.ts";
import { startBackups } from "../backups/index.ts";
import { openClaimBook, startClaims } from "../claims/index.ts";
import { openSettings, startConfiguration } from "../configuration/index.ts";
import { startDashboard } from "../dashboard/index.ts";
import { type DesktopsPort, startDesktops } from "../desktops/index.ts";
import { startDirectory } from "../directory/index.ts";
import { openEmergencyBook, startEmergency } from "../emergency/index.ts";
import { type Gateway, gatewayOptions, startGateway } from "../gateway/index.ts";
import { type GroundDeps, isLoopback, openGround } from "../ground/index.ts";
import { startInvitations } from "../invitations/index.ts";
import { startInvoices } from "../invoices/index.ts";
import { startKeys } from "../keys/index.ts";
import { loginsOptions, startLogins } from "../logins/index.ts";
import { startLucidChain } from "../lucid-chain/index.ts";
import { startMail } from "../mail/index.ts";
import { startNetworkArea } from "../network/index.ts";
import { nodeLogOptions, startNodeLog } from "../node-log/index.ts";
import { startNotes } from "../notes/index.ts";
import { startNotifications } from "../notifications/index.ts";
import { startOwnNodes } from "../own-nodes/index.ts";
import { startPayouts } from "../payouts/index.ts";
import { startPeople } from "../people/index.ts";
import { startPolicies } from "../policies/index.ts";
import { startRecording } from "../recording/index.ts";
import { openSalesBook, startSales } from "../sales/index.ts";
import { startSchedules } from "../schedules/index.ts";
import { startSearch } from "../search/index.ts";
import { type Sleeping, startSessions } from "../sessions/index.ts";
import { startSharedStore } from "../shared-store/index.ts";
import { startTimeStamps } from "../time-stamps/index.ts";
import { startTor } from "../tor/index.ts";
import { startTron } from "../tron/index.ts";
import { startWebhooks } from "../webhooks/index.ts";
import { startWitness } from "../witness/index.ts";
import { createAreaList } from "./area-list.ts";
import { type HostParts, ownHostParts } from "./host-parts.ts";
import { reportSettings } from "./report-settings.ts";
import { type EffectiveSettings, givenSettings, settingsBase } from "./settings.ts";
import { startNodeArea } from "./start-node-area.ts";

/** What a composition root brings. */
export interface HostDeps extends GroundDeps, HostParts {
  readonly files: NodeFiles;
  readonly desktops: DesktopsPort;
  /** Asks the program around the node to end it in order. */
  readonly requestStop: () => void;
}

/** Absolute paths of what ships with the node: nothing below a composition root looks for them by itself. */
export interface NodeFiles {
  /** Folder of the built page. */
  readonly page: string;
  /** Folder of the desktop templates. */
  readonly templates: string;
  /** Program of each worker thread: TypeScript in a checkout, JavaScript in a bundle. */
  readonly workers: Readonly<Record<"sealer" | "capture" | "audit" | "log" | "backup", string>>;
}

/** What the program around the node has to know of recordings. */
export interface Recordings extends Sleeping {
  /** Sessions that start or run. */
  count(): number;
  /** Calls back after something changed of one. */
  onChange(listener: () => void): Disposable;
}

export interface LucidNode extends AsyncDisposable {
  readonly gateway: Pick<Gateway, "attachPort">;
  /** Where the page and the API are. */
  readonly url: string;
  /** The same with TLS, where that is set up. */
  readonly tlsUrl: string | undefined;
  readonly hosting: NodeStatus["hosting"];
  readonly recordings: Recordings;
  /** One-time code that makes its bearer the owner; undefined once there is one. The same code at every call. */
  setupCode(): string | undefined;
}

/**
 * The engine: the order of start is the order of the lines, the order of stop is the reverse, and a failure
 * half-way undoes what was started.
 * @throws DataFolderError, MissingProgramError, or an error of `gatewayErrors`, with a message for the person.
 */
export async function startNode(host: HostDeps, effective: EffectiveSettings): Promise<LucidNode> {
  await using starting = new AsyncDisposableStack();
  const areas = createAreaList(starting);
  areas.add(ownHostParts(host));
  const ground = starting.use(await openGround(host, effective.settings.data));
  const configuration = openSettings(ground, settingsBase(effective));
  const { settings } = configuration;
  configuration.follow("log_level", (level) => {
    host.log.level = String(level);
  });

  const { recent: recentLog } = areas.add(await startNodeLog(ground, host.logLines, nodeLogOptions(settings, host)));
  const audit = areas.add(await startAudit(ground, { program: host.files.workers.audit }));
  const { chain, checkpointer, networks } = areas.add(
    await startLucidChain({ ...ground, transport: host.transport }, { blockInterval: settings.block_interval }),
  );
  const { accounts, people, management, groups } = areas.add(startPeople(ground, { audit }));
  areas.add(startConfiguration({ settings: configuration, accounts }));
  const emergency = openEmergencyBook(ground, { accounts });
  const tor = areas.add(await startTor(ground, { port: host.tor, settings: configuration }));
  const { outward } = tor;
  const mail = areas.add(await startMail(ground, { accounts, audit, outward }, settings));
  const invitationsArea = areas.add(startInvitations(ground, { accounts, audit, mail: mail.links }, settings));
  const { invitations } = invitationsArea;
  const shared = areas.add(await startSharedStore(ground, settings));
  const logins = areas.add(
    await startLogins(
      ground,
      { audit, accounts, admit: emergency.gate.admitLogin, invitations, mail: mail.links, shared },
      loginsOptions(settings, chain.networkId),
    ),
  );
  const apiKeys = areas.add(startApiKeys(ground, { accounts, audit, factors: logins }));
  const tokens = joinTokens(logins, apiKeys.tokens);
  areas.add(
    startAuditDesk(ground, { audit, chain, people }, { retentionDays: settings.audit_retention_days, version: host.version }),
  );
  const policies = areas.add(startPolicies(ground, { accounts, groups, people, audit }));
  const [{ store, sealer }, desktops] = await areas.addBoth(
    startRecording(ground, { workers: settings.workers, sealerProgram: host.files.workers.sealer }),
    startDesktops(ground, host.desktops, {
      hosting: settings.hosting,
      templateDirectory: host.files.templates,
      captureProgram: host.files.workers.capture,
    }),
  );
  const sales = openSalesBook(ground, settings);
  const { requirePaid } = sales;
  const sessions = areas.add(
    await startSessions(
      ground,
      { chain, checkpointer, networks, desktops, store, sealer, logins: tokens, people, rules: policies.rules, requirePaid },
      settings,
    ),
  );
  const network = areas.add(await startNetworkArea(ground, { sessions, chain }, settings));
  areas.add(startTimeStamps(ground, { chain, networks, sessions, outward }, settings));
  areas.add(await startWitness(ground, { outward, network, sessions }, settings));
  const kept = { sessions: sessions.totals().total, blocks: chain.read.info().current_height };
  const requests = areas.add(policies.startRequests(sessions.find));
  const { messenger } = mail;
  const notifications = areas.add(
    startNotifications(ground, {
      ...{ accounts, messenger, sessions, requests, emergency, logins, apiKeys, invitations: invitationsArea, network },
    }),
  );
  areas.add(
    await startWebhooks(ground, { announcer: notifications, accounts, outward }, { networks: settings.webhook_networks }),
  );
  notifications.begin();
  const backups = areas.add(
    startBackups(ground, { audit, accounts, store, shared, announce: notifications.announce }, settings, {
      program: host.files.workers.backup,
      given: () => givenSettings(effective),
    }),
  );
  areas.add(
    await startEmergency(ground, {
      ...{ book: emergency, audit, accounts, logins, sessions, backups, shared, requestStop: host.requestStop },
    }),
  );
  areas.add(startOwnNodes(ground, { shared, book: emergency }));
  areas.add(startNotes(ground, { sessions, people }));
  const directory = areas.add(
    await startDirectory(ground, areas.all, { people, accounts, management, groups, logins, sessions, policies }),
  );
  areas.add(startKeys(ground, { accounts, logins, directory, certificates: desktops.host }));
  const { payments } = areas.add(
    await startTron(
      ground,
      { port: host.payments, accounts, outward, followWay: (go) => configuration.follow("through_tor", go) },
      settings,
    ),
  );
  const claims = openClaimBook({ db: ground.db, time: ground.time.steady, randomness: ground.randomness }, settings);
  areas.add(startPayouts(ground, { payments, accounts, chain, held: claims.held }));
  areas.add(startSchedules(ground, { payments, accounts, held: claims.held }));
  areas.add(startClaims(ground, { book: claims, payments, accounts }));
  areas.add(startInvoices(ground, { payments, accounts, announce: notifications.announce }, settings));
  areas.add(
    startSales(ground, {
      ...{
        book: sales,
        payments,
        sessions,
        accounts,
        audit,
        announce: notifications.announce,
        gate: emergency.gate,
        admitNew: shared.admitNew,
      },
    }),
  );
  areas.add(
    startNodeArea(ground, areas.all, {
      environment: () => settings.environment,
      networkId: chain.networkId,
      certificates: { tls: gatewayOptions(settings, { version: host.version, page: host.files.page }).tls, rdp: desktops.host },
      settings: () => reportSettings(settings, (key) => configuration.all().find((one) => one.key === key)?.source),
      recentLog,
      checkSetupCode: logins.checkSetupCode,
      beforeSetup: () => ({
        data_folder: ground.folder.path,
        kept,
        reach: isLoopback(settings.host) ? "this-computer" : "network",
        hosting: {
          able: desktops.hosting.able,
          lacking: desktops.lacking.map(({ name, detail, remedy = null }) => ({ name, detail, remedy })),
        },
      }),
    }),
  );
  const { announce } = notifications;
  areas.add(
    await startDashboard(ground, { areas: areas.all, ...{ accounts, logins, sessions, chain, store, emergency, announce } }),
  );
  areas.add(startSearch(areas.all));
  ground.db.requireAllAttached();

  const gateway = starting.use(
    await startGateway(
      {
        ...{ ...ground, registry: ground.metrics, areas: areas.all, tokens, gate: emergency.gate, audit: audit.call },
        ...{ limiter: shared.limiter, admitNew: shared.admitNew },
      },
      gatewayOptions(settings, { version: host.version, page: host.files.page }),
    ),
  );
  tor.begin(gateway.openOnion);
  const setupCode = logins.issueSetupCode();
  host.log.info({ url: gateway.url, node: ground.keys.publicKey, network: chain.networkId }, "node started");

  const running = starting.move();
  return {
    url: gateway.url,
    tlsUrl: gateway.tlsUrl,
    gateway,
    hosting: desktops.hosting,
    recordings: {
      ...sessions.sleeping,
      count: () => sessions.openCount(),
      onChange: (listener) => ground.changes.on("session", listener),
    },
    setupCode: () => (logins.setupNeeded() ? setupCode : undefined),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
