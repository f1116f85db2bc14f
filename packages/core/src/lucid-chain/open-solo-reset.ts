import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { genesisHash, openChainDatabase, parseGenesis } from "@lucid/chain";
import { openDatabase, syncFolder } from "@lucid/foundation";
import { DataFolderError, nodeMigrations, openDataFolder } from "../ground/index.ts";
import { ARCHIVE } from "./open-networks.ts";

export interface SoloResetFacts {
  /** Hash of the genesis document of the chain that is given up. */
  readonly network: string;
  /** Where the chain is kept from then on. */
  readonly archive: string;
  readonly height: number;
  /** Time of the last block, Unix milliseconds; null when there is none. */
  readonly headMs: number | null;
  /** Sealed and running sessions without a final anchor: nothing anchors them any more. */
  readonly waiting: number;
}

/** A node's chain, about to be given up for a new one; the data folder is this process's meanwhile. */
export interface SoloReset extends Disposable {
  readonly facts: SoloResetFacts;
  /** Keeps the chain aside. The next start makes a new one. Interrupted, it can be made again. */
  reset(): void;
}

/**
 * Looks at the chain of a data folder that no node uses.
 * @throws DataFolderError when the folder is in use or cannot be used, when there is no chain in it, and when its
 * network has other producers: their blocks go on.
 */
export function openSoloReset(data: string): SoloReset {
  const document = genesisIn(data);
  if (document === undefined) throw new DataFolderError(`There is no chain in the data folder ${data}`);
  const folder = openDataFolder(data);
  try {
    const genesis = parseGenesis(JSON.parse(readFileSync(document, "utf8")));
    if (genesis.producers.length !== 1)
      throw new DataFolderError(`The network in ${data} has ${genesis.producers.length} producers: it is not this node's alone`);
    const network = genesisHash(genesis);
    const archive = join(data, ARCHIVE, network);
    const chain = existsSync(folder.file("chain.db")) ? folder.file("chain.db") : join(archive, "chain.db");
    const facts = { network, archive, ...readChainHead(chain), waiting: waitingIn(folder.file("node.db")) };
    return { facts, reset: () => keepAside(data, archive), [Symbol.dispose]: () => folder[Symbol.dispose]() };
  } catch (error) {
    folder[Symbol.dispose]();
    throw error;
  }
}

/** The genesis document: in its place, or aside already where an earlier run ended before the sign-state was. */
function genesisIn(data: string): string | undefined {
  const signState = join(data, "sign-state.json");
  const network: unknown = existsSync(signState) ? JSON.parse(readFileSync(signState, "utf8")).network : undefined;
  const aside = typeof network === "string" ? [join(data, ARCHIVE, network, "genesis.json")] : [];
  return [join(data, "genesis.json"), ...aside].find((path) => existsSync(path));
}

/**
 * The last block of a chain's database, which a node may be using. Nothing stays beside the file of one that none uses.
 * @throws as `openChainDatabase`.
 */
export function readChainHead(path: string): Pick<SoloResetFacts, "height" | "headMs"> {
  if (!existsSync(path)) return { height: 0, headMs: null };
  using db = openChainDatabase(path);
  const head = db.read
    .prepare<[], { height: number; timestamp: number }>(
      "SELECT height, timestamp FROM block WHERE canonical = 1 ORDER BY height DESC LIMIT 1",
    )
    .get();
  return { height: head?.height ?? 0, headMs: head === undefined ? null : head.timestamp * 1_000 };
}

function waitingIn(path: string): number {
  if (!existsSync(path)) return 0;
  using db = openDatabase({ path, migrations: nodeMigrations, synchronous: "full" });
  const row = db.read
    .prepare<[], { waiting: number }>(
      `SELECT count(*) AS waiting FROM sessions WHERE chunk_count > 0 AND completed_at IS NULL
       AND state IN ('recording', 'paused', 'processing', 'stored', 'anchored', 'interrupted')`,
    )
    .get();
  return row?.waiting ?? 0;
}

/**
 * The sign-state goes last: as long as it is there, a start finds it without its chain, or beside another network's, and
 * refuses. So this key never signs a second block for a position.
 */
function keepAside(data: string, archive: string): void {
  mkdirSync(archive, { recursive: true, mode: 0o700 });
  for (const name of ["chain.db", "chain.db-wal", "chain.db-shm", "genesis.json", "sign-state.json"]) {
    const from = join(data, name);
    if (!existsSync(from)) continue;
    renameSync(from, join(archive, name));
    syncFolder(archive);
    syncFolder(data);
  }
}
