import { mkdirSync } from "node:fs";
import type { RunningNetwork } from "@lucid/chain/network";
import { type NetworkStatus, networkErrors } from "@lucid/contract";
import { canonicalJson, v2 } from "@lucid/proof";
import type { Ground } from "../ground/index.ts";
import { createEarlierChains, type EarlierChains, type SoloChain } from "./earlier-chains.ts";
import { createMembershipChanges, refused } from "./membership-changes.ts";
import { createMembershipDesk } from "./membership-desk.ts";
import type { NetworkSettings } from "./network.settings.ts";
import { type Joined, loadNetworkModule } from "./network-module.ts";
import { createNetworkRecordings, type NetworkRecordings, type RecordingsOfNode } from "./network-recordings.ts";
import type { NetworkRepository, NetworkRow } from "./network-repository.ts";
import { networkFolder } from "./stored-networks.ts";
import { createWayInAndOut } from "./way-in-and-out.ts";

export type NetworkProblem = NonNullable<NetworkStatus["problem"]>;

export interface NetworkRunDeps {
  readonly ground: Pick<Ground, "clock" | "log" | "metrics" | "keys" | "folder" | "changes" | "every">;
  readonly repository: NetworkRepository;
  readonly sessions: RecordingsOfNode;
  readonly settings: NetworkSettings;
  readonly solo: SoloChain | undefined;
}

/** How often what waits for others is tried again; the chain itself goes by its own times. */
const STEP_MS = 1_000;
/** Between two attempts to open what could not be opened: a port that is taken, a full disk. */
const RETRY_MS = 30_000;

/** This node's part in its network, where it is in one: opened and closed one after the other, never twice at a time. */
export function createNetworkRun({ ground, repository, sessions, settings, solo }: NetworkRunDeps) {
  const { clock, log, metrics, keys, folder, changes } = ground;
  const membership = createMembershipChanges({ clock, log, keys, repository });
  const desk = createMembershipDesk({ clock, keys, repository, changes: membership });
  let open: { readonly joined: Joined; readonly recordings: NetworkRecordings; readonly earlier: EarlierChains } | undefined;
  let problem: NetworkProblem | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  /** When a network that is closed is opened, by the time that never jumps. */
  let retryAt = 0;

  /** One thing after the other. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  const changed = (): void => changes.publish({ topic: "network", id: "" });

  function setProblem(next: NetworkProblem | null): void {
    if (next?.code === problem?.code && next?.detail === problem?.detail) return;
    problem = next;
    if (next !== null) log.warn({ problem: next.code, detail: next.detail }, "network: something is in the way");
    changed();
  }

  /** Opens the chain and the connections. @throws NETWORK_ADDRESS where the address cannot be listened on. */
  async function start(network: v2.Network, dial: readonly string[]): Promise<void> {
    const module = await loadNetworkModule();
    const place = networkFolder(folder.path, network.hash);
    mkdirSync(place, { recursive: true, mode: 0o700 });
    let running: RunningNetwork;
    try {
      running = await module.startNetwork(
        {
          ...{ clock, log, metrics, keys, identity: { publicKey: keys.publicKey, sign: keys.signBytes } },
          onUpdate: changed,
          onFailure: giveUp,
          onRequest: (key, request) => (open === undefined ? refused("not_ready") : desk.decide(open.joined, key, request)),
        },
        {
          ...{ network, folder: place, listen: settings.network_listen, archiveAfterDays: settings.network_archive_days },
          dial: [...new Set([...settings.network_peers, ...dial])],
        },
      );
    } catch (error) {
      if (!isAddressFault(error)) throw error;
      throw networkErrors.NETWORK_ADDRESS({ detail: reasonOf(error) }, { cause: error });
    }
    const joined: Joined = { ...running, module };
    const earlier = createEarlierChains({ log, repository, solo }, joined);
    open = { joined, earlier, recordings: createNetworkRecordings({ log, repository, sessions }, joined) };
    problem = null;
  }

  async function stop(): Promise<void> {
    const closing = open;
    open = undefined;
    try {
      await closing?.joined[Symbol.asyncDispose]();
    } catch (error) {
      log.error({ err: error }, "network: it did not end cleanly");
    }
  }

  /** Its disk failed, most likely: what is in memory may be ahead of it, so the network is closed, and opened again later. */
  function giveUp(error: unknown): void {
    if (open === undefined || isStopped) return;
    log.error({ err: error }, "network: closed after a failure");
    retryAt = clock.elapsed() + RETRY_MS;
    setProblem({ code: "stopped", detail: reasonOf(error) });
    void inTurn(stop);
  }

  async function reopen(row: NetworkRow): Promise<void> {
    if (clock.elapsed() < retryAt) return;
    retryAt = clock.elapsed() + RETRY_MS;
    try {
      await start(openedOf(row), addressesOf(row));
      changed();
    } catch (error) {
      const isDamaged = error instanceof Error && error.name === "NetworkDamagedError";
      setProblem({ code: isDamaged ? "damaged" : "not-opened", detail: reasonOf(error) });
    }
  }

  /** Whoever joins another network tells it of this one; what keeps it from that keeps nobody from leaving. */
  function keepLink(hash: string): void {
    try {
      const link = open?.joined.engine.ownLink();
      if (link !== undefined) repository.keepLink(hash, canonicalJson(link));
    } catch (error) {
      log.error({ err: error, network: hash }, "network: nothing can be told of it to another network");
    }
  }

  async function finish(hash: string): Promise<void> {
    keepLink(hash);
    await stop();
    repository.left(hash);
    problem = null;
    changed();
  }

  const way = createWayInAndOut({ clock, keys, repository, membership, setProblem });

  async function step(): Promise<void> {
    const row = repository.current();
    if (row === undefined || isStopped) return;
    if (open === undefined) return await reopen(row);
    const { joined, recordings, earlier } = open;
    const { halted, lacksUpTo } = joined.engine;
    if (halted !== undefined) return setProblem({ code: "stopped", detail: halted });
    if (lacksUpTo !== undefined)
      return setProblem({ code: "damaged", detail: `blocks up to ${lacksUpTo} are missing on the disk` });
    if ((await way.go(joined, row)) === "left") return await finish(row.hash);
    await membership.go(joined);
    await earlier.go();
    await recordings.go();
  }

  let stepping = false;
  const steps = ground.every(STEP_MS, () => {
    if (stepping) return;
    stepping = true;
    inTurn(step)
      .catch((error: unknown) => log.error({ err: error }, "network: what is to be done is tried again"))
      .finally(() => {
        stepping = false;
      });
  });
  const listening = changes.on("session", (sessionId) => open?.recordings.look(sessionId));

  return {
    get joined(): Joined | undefined {
      return open?.joined;
    },
    get recordings(): NetworkRecordings | undefined {
      return open?.recordings;
    },
    get earlier(): EarlierChains | undefined {
      return open?.earlier;
    },
    get problem(): NetworkProblem | null {
      return problem;
    },
    /** Changes of the membership that this node asks for. */
    membership,
    inTurn,
    /** Enters a network that is opened first: what cannot be opened is not entered. Within a turn. */
    async enter(network: v2.Network, row: Omit<NetworkRow, "hash" | "genesis" | "since">): Promise<void> {
      await start(network, addressesOf(row));
      repository.enter({ ...row, hash: network.hash, genesis: JSON.stringify(network.genesis), since: Math.floor(clock.now()) });
    },
    /** Opens the network of before, after a start of the node. What keeps it from that is a problem, and no end of the node. */
    async resume(row: NetworkRow): Promise<void> {
      retryAt = clock.elapsed();
      await inTurn(() => reopen(row));
    },
    /** Gives the network up here, whatever the others know of it. Within a turn. */
    finish,
    async [Symbol.asyncDispose]() {
      isStopped = true;
      steps[Symbol.dispose]();
      listening[Symbol.dispose]();
      await inTurn(stop);
    },
  };
}
export type NetworkRun = ReturnType<typeof createNetworkRun>;

/** @throws when the row's genesis is none. */
function openedOf({ hash, genesis }: NetworkRow): v2.Network {
  const opened = v2.openNetwork(JSON.parse(genesis));
  if (!opened.ok) throw new Error(`The genesis document of network ${hash} does not hold: ${opened.failure.reason}`);
  return opened.value;
}

const addressesOf = ({ addresses }: Pick<NetworkRow, "addresses">): readonly string[] => JSON.parse(addresses) as string[];

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");

/** Of the operating system, or of libp2p where none of the addresses could be listened on. */
const isAddressFault = (error: unknown): boolean => /EADDRINUSE|EADDRNOTAVAIL|EACCES|listen/i.test(reasonOf(error));
