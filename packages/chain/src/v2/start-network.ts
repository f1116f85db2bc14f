import { join } from "node:path";
import type { Clock, Log } from "@lucid/foundation";
import { parseFormat, type v2 } from "@lucid/proof";
import type { Registry } from "prom-client";
import type { ChainKeys } from "../ports.types.ts";
import { openSignStateFile } from "../signing/open-sign-state-file.ts";
import { createSignState } from "../signing/sign-state.ts";
import { createSignatures } from "../signing/signature-checker.ts";
import { createBodyArchiver } from "./archive/archive-bodies.ts";
import { readingDisk } from "./damage.ts";
import { createEngine, type NetworkEngine } from "./engine/create-engine.ts";
import { signDomains } from "./engine/duties.ts";
import { createPreparation } from "./engine/preparation.ts";
import type { PeerIdentity } from "./peers/identity.ts";
import { openPeers, type Peers, type PeersDeps } from "./peers/open-peers.ts";
import { type ArchivedBlock, archiveFolder, createBlockArchive } from "./store/block-archive.ts";
import { openSqliteStore } from "./store/sqlite-store.ts";

export interface NetworkDeps extends Pick<PeersDeps, "onFailure"> {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Registry;
  readonly keys: ChainKeys;
  /** The same key, for connections. */
  readonly identity: PeerIdentity;
  /** Told of everything that moves the chain, after it is on the disk. */
  readonly onUpdate: () => void;
  readonly onRequest: NonNullable<PeersDeps["onRequest"]>;
}

export interface NetworkOptions {
  readonly network: v2.Network;
  /** Folder of this network's chain, sign-state and known peers. */
  readonly folder: string;
  /** IP:PORT. */
  readonly listen: readonly string[];
  readonly dial: readonly string[];
  /** Age in days from which on the bodies of final blocks are in the archive; 0 for never. */
  readonly archiveAfterDays: number;
}

/** A node's part in a network of version 2. */
export interface RunningNetwork extends AsyncDisposable {
  readonly network: v2.Network;
  readonly engine: Omit<
    NetworkEngine,
    "start" | "stop" | "receive" | "receiveBlocks" | "receiveStatus" | "serve" | "greeting" | "knows" | "claimsOf"
  >;
  readonly peers: Pick<Peers, "addresses" | "list" | "request">;
  /** Files of the archive of old blocks in which something else was found. */
  readonly damagedFiles: ReadonlySet<string>;
}

/** Votes and transactions of a busy hour's last minutes: a block holds what came by itself before. Some 300 bytes each. */
const REMEMBERED_SIGNATURES = 16_384;

/** What fails at its own time fails for the network alone, and not for the process. */
const guarded = (clock: Clock, onFailure: (error: unknown) => void): Clock => ({
  now: () => clock.now(),
  elapsed: () => clock.elapsed(),
  after: (delayMs, callback) =>
    clock.after(delayMs, () => {
      try {
        callback();
      } catch (error) {
        onFailure(error);
      }
    }),
});

/**
 * Opens a network's chain and takes part: follows, builds and votes where this node's key is a member's.
 * @throws NetworkDamagedError when the database or the sign-state does not hold; when the disk cannot be used, or an address cannot be
 * listened on.
 */
export async function startNetwork(deps: NetworkDeps, options: NetworkOptions): Promise<RunningNetwork> {
  const { log, metrics, keys, identity, onUpdate, onFailure, onRequest } = deps;
  const clock = guarded(deps.clock, onFailure);
  const { network, folder, listen, dial } = options;
  await using starting = new AsyncDisposableStack();
  const path = join(folder, "chain.db");
  const archive = createBlockArchive(archiveFolder(path), network);
  const damagedFiles = new Set<string>();
  const onDamage = ({ file, height }: ArchivedBlock): void => {
    if (damagedFiles.has(file)) return;
    damagedFiles.add(file);
    log.error({ network: network.hash, file, height }, "network: a file of the archive of old blocks is damaged");
  };
  const store = starting.use(readingDisk(() => openSqliteStore(path, { archive, onDamage })));
  const file = openSignStateFile(join(folder, "sign-state.json"));
  const signatures = createSignatures({ remembered: REMEMBERED_SIGNATURES });
  const stopping = new AbortController();
  const preparation = createPreparation({ network, clock, signatures, onFailure, stopped: stopping.signal });
  const started: { engine?: NetworkEngine } = {};
  const lists = (): readonly v2.MemberList[] => {
    const { current, pending } = started.engine?.members ?? network.members;
    return pending === null ? [current] : [current, pending];
  };
  const peers = await openPeers(
    {
      ...{ clock, log, metrics, identity, bookFile: openSignStateFile(join(folder, "peers.json")), onFailure, onRequest },
      isMember: (key) => lists().some(({ members }) => members.some(({ public_key }) => public_key === key)),
    },
    { network: network.hash, maxBlockBytes: network.genesis.parameters.max_block_bytes, listen, dial },
  );
  // Peers end before the disk that they write to.
  starting.use(peers);
  const engine = readingDisk(() =>
    createEngine({
      ...{ network, clock, keys, store, port: peers.port, checkSignature: signatures.check, decode: parseFormat },
      signState: (known) => createSignState(file, keys, network.hash, known, signDomains),
      ...{ prepare: preparation.prepare, underWay: preparation.underWay },
      onUpdate(update) {
        lookForOld(update.finalized);
        onUpdate();
      },
    }),
  );
  started.engine = engine;
  const chain = {
    canonicalHash: engine.canonicalHash,
    handovers: engine.handoverHeights,
    finalTime: () => engine.tree.final.timestamp,
  };
  const archiver =
    options.archiveAfterDays === 0
      ? undefined
      : starting.use(createBodyArchiver({ store, archive, clock, chain }, { days: options.archiveAfterDays }));
  let lookedIn = engine.tree.final.epoch;
  /** Once an epoch. */
  function lookForOld(finalized: readonly unknown[]): void {
    if (finalized.length === 0 || started.engine === undefined || engine.tree.final.epoch === lookedIn) return;
    lookedIn = engine.tree.final.epoch;
    archiver?.look();
  }
  starting.defer(() => {
    stopping.abort();
    engine.stop();
  });
  await peers.start(preparation.before(engine));
  readingDisk(() => engine.start());
  archiver?.look();
  for (const refused of engine.opening.refused)
    log.warn({ network: network.hash, ...refused }, "network: a snapshot of the state does not hold, and was dropped");
  const { from, applied } = engine.opening;
  log.info(
    { network: network.hash, from, applied, height: engine.tree.head.height, final: engine.tree.final.height },
    "network: started",
  );
  const running = starting.move();
  return { network, engine, peers, damagedFiles, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
