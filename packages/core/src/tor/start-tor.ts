import { chmod, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { TorStatus } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import type { OpenSettings } from "../configuration/index.ts";
import { type Ground, installCommand } from "../ground/index.ts";
import { createSwitch, type TorSwitch } from "./create-switch.ts";
import { ANSWER_MS, createTorService } from "./create-tor-service.ts";
import { healthOfTor } from "./health-of-tor.ts";
import { type ClientRepository, createClientRepository, torTables } from "./onion/client-repository.ts";
import { createOnionSeed } from "./onion/onion-seed.ts";
import { createOutward, type Outward } from "./outward.ts";
import { socketsIn } from "./process/write-torrc.ts";
import { createTorMetrics } from "./tor.metrics.ts";
import type { TorSettings } from "./tor.settings.ts";
import { type TorOptions, type TorPort, TorTrouble } from "./tor-port.ts";

/** Where the gateway takes what comes through the onion service. */
export interface OnionDoor {
  /** The name under which callers of that door reach the node; undefined where there is none. */
  readonly host: () => string | undefined;
  readonly socket: string;
}

export interface TorArea extends Area {
  readonly outward: Outward;
  /** The node can be reached now: Tor is switched on where it is to be. */
  begin(openDoor: (door: OnionDoor) => Promise<AsyncDisposable>): void;
}

export interface TorDeps {
  readonly port: TorPort | undefined;
  readonly settings: Pick<OpenSettings, "set" | "follow"> & { readonly settings: TorSettings };
}

/** A tor of this node's own, and the onion service by which the node is reached through it. Off unless the owner says so. */
export async function startTor(ground: Ground, { port = ABSENT, settings }: TorDeps): Promise<TorArea> {
  const { clock, log, supervisor, changes, folder, db } = ground;
  db.attach(torTables);
  const clients = createClientRepository(db);
  const seed = createOnionSeed(ground);
  await using starting = new AsyncDisposableStack();
  // A socket's path may have 107 characters at most (unix(7)), and a data folder may have more.
  const sockets = await mkdtemp("/tmp/lucid-tor-");
  starting.defer(() => rm(sockets, { recursive: true, force: true }));
  await chmod(sockets, 0o700);
  const gateway = join(sockets, "gateway");
  let openDoor: Parameters<TorArea["begin"]>[0] | undefined;

  const options = async (): Promise<TorOptions> => ({
    ...{ folder: folder.file("tor"), sockets, gateway, seed: await seed.open() },
    clients: clients.list().map(({ name, public_key: publicKey }) => ({ name, publicKey })),
    defaultsFile: settings.settings.tor_defaults_file,
  });

  const metrics = createTorMetrics(ground.metrics, () => ({
    isConnected: tor.view().state === "connected",
    progress: tor.view().progress,
    circuits: tor.process()?.circuits() ?? 0,
  }));
  const tor: TorSwitch = starting.use(
    createSwitch({
      ...{ clock, log, supervisor, port, options },
      metrics: () => metrics,
      openGateway: async () => (await openDoor?.({ host: seed.address, socket: gateway })) ?? NOTHING,
      onChange: () => changes.publish({ topic: "tor", id: "" }),
    }),
  );

  const status = (): TorStatus => statusOf(tor, settings.settings.tor, seed.address(), clients);
  // Whoever changed the setting through the onion service gets the answer first.
  settings.follow("tor", () => {
    if (openDoor) clock.after(ANSWER_MS, () => void tor.set(settings.settings.tor));
  });
  const running = starting.move();

  return {
    services: { tor: createTorService({ clock, tor, clients, seed, status, settings }) },
    events: {
      tor: (_id, { principal }) =>
        principal?.permissions.has("view_system_metrics") === true ? { type: "tor", status: status() } : undefined,
    },
    health: () => (tor.view().state === "off" && !settings.settings.tor ? {} : { tor: healthOfTor(tor.view()) }),
    features: ["tor"],
    outward: createOutward(tor, settings.settings, socketsIn(sockets).socks),
    begin(open) {
      openDoor = open;
      if (settings.settings.tor) void tor.set(true);
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

const NOTHING: AsyncDisposable = { [Symbol.asyncDispose]: async () => undefined };

/** Of a host that brings no tor. */
const ABSENT: TorPort = {
  start() {
    const detail = "this program runs without tor";
    return Promise.reject(new TorTrouble({ code: "program-missing", detail, remedy: installCommand(["tor"]) }));
  },
};

const moment = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

function statusOf(tor: TorSwitch, wanted: boolean, address: string | undefined, clients: ClientRepository): TorStatus {
  const { sinceMs, publishedMs, connectedMs: _, ...view } = tor.view();
  return {
    ...view,
    ...{ wanted, since: new Date(sinceMs).toISOString(), circuits: tor.process()?.circuits() ?? 0 },
    onion: { address: address ?? null, published_at: moment(publishedMs), clients: clients.list().length },
  };
}
