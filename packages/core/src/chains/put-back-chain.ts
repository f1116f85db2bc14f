import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ChainFileError, genesisHash, parseGenesis, readChainFile } from "@lucid/chain";
import { type Clock, syncFolder } from "@lucid/foundation";
import { DataFolderError, openDataFolder } from "../ground/index.ts";
import { loadNetworkModule } from "../network/index.ts";
import { type FileReport, readInto } from "./chain-files.ts";
import { chainLines } from "./chain-lines.ts";
import { chainNamed, findChains, type StoredChain } from "./find-chains.ts";
import { besideSigned, type ChainReport, isVersionTwo, LOST, verifyChain, type Working } from "./verify-chain.ts";

/** The chain stays as it is, and why. */
export class ChainKeptError extends Error {
  override readonly name = "ChainKeptError";
}

export interface PutBack {
  readonly report: ChainReport;
  /** Where what was there is kept; null where nothing was. */
  readonly aside: string | null;
}

/**
 * Puts the chain of a file in the place of one that is damaged, has lost blocks or is gone, on a node that does not run. What was there is
 * kept aside; what this node has signed stays, so that it never signs twice. Interrupted, it can be done again.
 * @throws DataFolderError where the folder is in use or knows no such chain, ChainFileError where the file is none or does not hold,
 * ChainKeptError where the chain there is whole.
 */
export async function putBackChain(clock: Clock, data: string, path: string, working: Working): Promise<PutBack> {
  const file = await readChainFile(chainLines(path, working));
  using _folder = openNode(data);
  const network = await hashOf(file.genesis);
  const chain = findChains(data).find((known) => known.network === network);
  if (chain === undefined) throw new DataFolderError(`The node in ${data} has no chain of the network ${network}`);
  const before = await requireDamaged(chain, working.signal);
  const part = join(chain.folder, "chain.db.part");
  mkdirSync(chain.folder, { recursive: true, mode: 0o700 });
  removeDatabase(part);
  const read = await readPart();
  const aside = setAside(clock, chain);
  renameSync(part, join(chain.folder, "chain.db"));
  syncFolder(chain.folder);
  const { kind, folder } = chain;
  return { report: { kind, folder, ...read, ...besideSigned(chain, read.height) }, aside };

  async function readPart(): Promise<FileReport> {
    try {
      const read = await readInto(file, part, working.signal);
      const { problem, height } = read;
      if (problem) throw new ChainFileError(`block ${problem.height} in it does not hold: ${problem.reason}`);
      if (before.isReadable && height <= before.height)
        throw new ChainKeptError(
          `the chain there reaches block ${before.height}, and the file block ${height}: nothing was changed`,
        );
      return read;
    } catch (error) {
      removeDatabase(part);
      throw error;
    }
  }
}

/**
 * Sets the damaged chain of the network aside that this node is in: after its next start it fetches it from the other members.
 * Where there is no other member nobody gives it back, and the node stays silent.
 * @throws as `putBackChain`.
 */
export async function fetchChainAnew(clock: Clock, data: string, hash: string, working: Working): Promise<PutBack> {
  using _folder = openNode(data);
  const chain = chainNamed(data, hash);
  if (chain.kind !== "network")
    throw new ChainKeptError("only the chain of the network that the node is in is fetched from others");
  const before = await requireDamaged(chain, working.signal);
  return { report: before, aside: setAside(clock, chain) };
}

/** @throws DataFolderError where no node is, or one runs. */
function openNode(data: string): Disposable {
  if (!existsSync(join(data, "node.db"))) throw new DataFolderError(`There is no node in the data folder ${data}`);
  return openDataFolder(data);
}

async function requireDamaged(chain: StoredChain, signal: AbortSignal): Promise<ChainReport & { readonly isReadable: boolean }> {
  const report = await verifyChain(chain, { signal, onProgress: () => undefined });
  if (report.problem === undefined)
    throw new ChainKeptError(`the chain there is whole, and reaches block ${report.height}: nothing was changed`);
  return { ...report, isReadable: report.problem.reason === LOST };
}

async function hashOf(genesis: unknown): Promise<string> {
  if (isVersionTwo(genesis)) return (await loadNetworkModule()).networkOf(genesis).hash;
  try {
    return genesisHash(parseGenesis(genesis));
  } catch (cause) {
    throw new ChainFileError("its genesis document does not hold", { cause });
  }
}

/** Moves a chain's database into a folder of its own, which backups leave out: what is damaged is nothing to keep. */
function setAside(clock: Clock, { folder }: StoredChain): string | null {
  const names = ["chain.db", "chain.db-wal", "chain.db-shm"].filter((name) => existsSync(join(folder, name)));
  if (names.length === 0) return null;
  const aside = join(folder, `.aside-${new Date(clock.now()).toISOString().replaceAll(":", "-")}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const name of names) renameSync(join(folder, name), join(aside, name));
  syncFolder(aside);
  syncFolder(folder);
  return aside;
}

function removeDatabase(path: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${path}${suffix}`, { force: true });
}
