import { v2 } from "@lucid/proof";
import { type ChainEntry, type ChainFile, ChainFileError, writeChainFile } from "../../archive/chain-file.ts";
import { isDamage } from "../damage.ts";
import { openSqliteStore } from "../store/sqlite-store.ts";
import { type FollowedChain, followNetworkChain, type NetworkChainCheck } from "./follow-network-chain.ts";
import { readNetworkChain, type StoredNetworkChain } from "./read-network-chain.ts";

export interface Working {
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (share: number) => void;
}

const steps = (size: number, onProgress: Working["onProgress"]): (() => void) => {
  let done = 0;
  return () => onProgress(Math.min(1, (done += 1) / Math.max(1, size)));
};

export const followStored = (
  stored: StoredNetworkChain,
  network: v2.Network,
  { signal, onProgress }: Working,
): Promise<FollowedChain> =>
  followNetworkChain(stored.entries(), stored.certificates(), network, { signal, onEntry: steps(stored.size, onProgress) });

/** Goes through every block, vote and certificate of a network's `chain.db`, whose node may run. @throws when it cannot be read at all. */
export async function checkNetworkChain(path: string, network: v2.Network, working: Working): Promise<NetworkChainCheck> {
  try {
    using stored = readNetworkChain(path, network);
    return (await followStored(stored, network, working)).check;
  } catch (error) {
    return damaged(error, network);
  }
}

/** What is said of a file that is no chain. @throws the error itself, where the file is not at fault. */
export function damaged(error: unknown, network: v2.Network): NetworkChainCheck {
  if (!(error instanceof Error) || !isDamage(error)) throw error;
  const none = { height: 0, hash: network.hash };
  return { ...none, head: network.hash, final: none, members: 0, problem: { height: 0, reason: error.message } };
}

/**
 * A network's chain as the lines of a file, once all of it was found to hold: the blocks of its canonical branch, and the votes that make
 * final what the votes in them do not.
 */
export async function exportNetworkChain(
  path: string,
  network: v2.Network,
  { save, ...working }: Working & { readonly save: (lines: AsyncIterable<string>) => Promise<void> },
): Promise<NetworkChainCheck> {
  using stored = readNetworkChain(path, network);
  const { check, finalByBlocks, canonicalHash } = await followStored(stored, network, working);
  if (check.problem !== undefined) return check;

  async function* entries(): AsyncGenerator<ChainEntry> {
    for (let height = 1; height <= check.height; height += 1) {
      working.signal.throwIfAborted();
      const text = stored.block(canonicalHash(height) ?? "");
      if (text === undefined) throw new Error(`chain: block ${height} is gone`);
      yield { kind: "block", text };
    }
    for await (const entry of stored.entries()) {
      if (entry.kind === "block") continue;
      const { target } = JSON.parse(entry.text).attestation;
      if (target.height > finalByBlocks && canonicalHash(target.height) === target.hash) yield entry;
    }
  }
  await save(writeChainFile(network.genesis, entries(), { head: check.head, final: check.final.height }));
  return check;
}

/**
 * Goes through the chain of a file, and keeps it as a new `chain.db` where a path is given; the file is to be thrown away where the answer
 * names a problem.
 * @throws ChainFileError when the file is not as it was written.
 */
export async function importNetworkChain(
  file: ChainFile,
  network: v2.Network,
  { signal, path }: { readonly signal: AbortSignal; readonly path?: string },
): Promise<NetworkChainCheck> {
  const follow = async (into?: Parameters<typeof followNetworkChain>[3]["into"]): Promise<NetworkChainCheck> =>
    (await followNetworkChain(file.entries, [], network, { signal, ...(into && { into }) })).check;
  if (path === undefined) return requireEnd(file, await follow());
  // Its close brings everything into the file, synced.
  using store = openSqliteStore(path, { synchronous: "normal" });
  return requireEnd(file, await follow(store));
}

function requireEnd(file: ChainFile, check: NetworkChainCheck): NetworkChainCheck {
  if (check.problem !== undefined) return check;
  const { head, final } = file.end();
  if (head !== check.head || final > check.final.height) throw new ChainFileError("it does not come to what it says");
  return check;
}

/** @throws ChainFileError when the document is no genesis of a network of nodes. */
export function networkOf(document: unknown): v2.Network {
  const opened = v2.openNetwork(document);
  if (!opened.ok) throw new ChainFileError(`its genesis document does not hold: ${opened.failure.reason}`);
  return opened.value;
}
