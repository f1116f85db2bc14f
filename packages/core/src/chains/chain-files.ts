import { createWriteStream } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { type ChainFile, exportChain, importChain, parseGenesis, readChainFile } from "@lucid/chain";
import { syncFolder } from "@lucid/foundation";
import { loadNetworkModule } from "../network/index.ts";
import { chainLines } from "./chain-lines.ts";
import type { StoredChain } from "./find-chains.ts";
import { type ChainReport, isVersionTwo, type Working } from "./verify-chain.ts";

export type FileReport = Pick<ChainReport, "network" | "name" | "height" | "final" | "members" | "problem">;

/**
 * Saves a chain as a file, once every block of it was found to hold; its node may run. Nothing is written where the answer names a problem.
 * The file has its name only when it is whole.
 */
export async function saveChain(chain: StoredChain, out: string, working: Working): Promise<FileReport> {
  const path = join(chain.folder, "chain.db");
  const about = { network: chain.network, name: chain.name };
  const options = { ...working, save: (lines: AsyncIterable<string>) => writeWhole(out, lines, working.signal) };
  if (isVersionTwo(chain.genesis)) {
    const { exportNetworkChain, networkOf } = await loadNetworkModule();
    const { height, final, members, problem } = await exportNetworkChain(path, networkOf(chain.genesis), options);
    return { ...about, height, final: final.height, members, ...(problem && { problem }) };
  }
  const { height, problem } = await exportChain(path, chain.genesis, options);
  return { ...about, height, ...(problem && { problem }) };
}

async function writeWhole(out: string, lines: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  const part = `${out}.part`;
  try {
    await pipeline(lines, createWriteStream(part, { mode: 0o600, flush: true }), { signal });
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  syncFolder(dirname(resolve(out)));
}

/** Goes through the chain of a file as through one in a data folder. @throws ChainFileError when it is none, or not as it was written. */
export async function verifyChainFile(path: string, working: Working): Promise<FileReport> {
  const file = await readChainFile(chainLines(path, working));
  if (isVersionTwo(file.genesis)) return await readInto(file, undefined, working.signal);
  // The rules of version 1 look things up in a database.
  const folder = await mkdtemp(join(tmpdir(), "lucid-chain-"));
  try {
    return await readInto(file, join(folder, "chain.db"), working.signal);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reads a file into a new `chain.db`, by all rules. */
export async function readInto(file: ChainFile, path: string | undefined, signal: AbortSignal): Promise<FileReport> {
  if (isVersionTwo(file.genesis)) {
    const { importNetworkChain, networkOf } = await loadNetworkModule();
    const network = networkOf(file.genesis);
    const options = { signal, ...(path !== undefined && { path }) };
    const { height, final, members, problem } = await importNetworkChain(file, network, options);
    const about = { network: network.hash, name: network.genesis.network };
    return { ...about, height, final: final.height, members, ...(problem && { problem }) };
  }
  if (path === undefined) throw new Error("chain: version 1 is read into a database");
  const { height, networkId, problem } = await importChain(file, path, signal);
  return { network: networkId, name: parseGenesis(file.genesis).network, height, ...(problem && { problem }) };
}
