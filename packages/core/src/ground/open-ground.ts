import { join } from "node:path";
import {
  type Changes,
  type Clock,
  type ClockError,
  createChanges,
  createRegistry,
  createSupervisor,
  type OpenDatabase,
  openDatabase,
  type Randomness,
  type Supervisor,
} from "@lucid/foundation";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import { type DataFolder, inFolder, openDataFolder } from "./data-folder.ts";
import { every } from "./every.ts";
import { nodeMigrations } from "./migrations/index.ts";
import { type NodeKeys, openNodeKeys, secretFile } from "./node-keys.ts";
import { type NodeTime, startNodeTime } from "./time/start-node-time.ts";

/** What lists of 100 000 sessions go through. With less, `npm run bench -- list` shows pages that are read again and again. */
const CACHE_MIB = 64;

export interface GroundDeps {
  readonly clock: Clock;
  /** What is known of the clock's error; without it, nothing. */
  readonly clockError?: ClockError;
  readonly randomness: Randomness;
  readonly log: Logger;
  readonly version: string;
}

/** What every area of a node stands on. */
export interface Ground extends GroundDeps {
  readonly metrics: Registry;
  /** Starts, watches and restarts every process and worker. */
  readonly supervisor: Supervisor;
  /** The one way to hear of changes. */
  readonly changes: Changes;
  /** `node.db`. Each area attaches its tables. */
  readonly db: OpenDatabase;
  /** Time that outlives processes, and whether the machine's clock is believed. */
  readonly time: Pick<NodeTime, "steady" | "watch">;
  readonly folder: DataFolder;
  readonly keys: NodeKeys;
  /** A secret of the node by the name of its file in `keys/`: read, or made. */
  secret(name: string): Promise<Uint8Array>;
  /** Calls `work` again and again until the returned value is disposed. */
  every(ms: number, work: () => void): Disposable;
  /** Runs a step that reads and writes in the data folder, of `file` where it is about one. @throws DataFolderError when it failed because of the disk. */
  inFolder<Result>(step: () => Result | Promise<Result>, file?: string): Promise<Result>;
}

/** @throws DataFolderError when the folder cannot be used, with a message for the person. */
export async function openGround(deps: GroundDeps, data: string): Promise<Ground & AsyncDisposable> {
  const { clock, log, randomness } = deps;
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(openDataFolder(data));
  const changes = createChanges();
  const keys = await inFolder(folder, () => openNodeKeys(folder.path, randomness));
  const path = folder.file("node.db");
  const db = opening.use(
    await inFolder(
      folder,
      () => openDatabase({ path, migrations: nodeMigrations, synchronous: "full", cacheMib: CACHE_MIB, changes }),
      "node.db",
    ),
  );
  const time = opening.use(startNodeTime(clock, log, db));
  const metrics = createRegistry();
  const supervisor = opening.use(createSupervisor({ clock, log, metrics }));
  const opened = opening.move();
  return {
    ...deps,
    metrics,
    supervisor,
    changes,
    db,
    time,
    folder,
    keys,
    secret: (name) => secretFile(join(folder.path, "keys"), name, () => randomness.bytes(32)),
    every: (ms, work) => every(ms, { clock, log }, work),
    inFolder: (step, file) => inFolder(folder, step, file),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
