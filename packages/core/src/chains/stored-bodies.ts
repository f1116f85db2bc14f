import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadNetworkModule, type NetworkStorage } from "../network/index.ts";
import { findChains, type StoredChain } from "./find-chains.ts";

/** What the chain of a network keeps in a data folder, and what is archived. */
export interface StorageReport extends Pick<StoredChain, "kind" | "network" | "name" | "folder"> {
  /** Null where its `chain.db` is gone. */
  readonly stored: NetworkStorage | null;
}

/** Of each network that the node is or was in; the node may run. @throws DataFolderError where there is no chain at all. */
export async function describeStored(data: string): Promise<readonly StorageReport[]> {
  const chains = findChains(data).filter(({ kind }) => kind === "network" || kind === "left");
  if (chains.length === 0) return [];
  const { describeStorage } = await loadNetworkModule();
  return chains.map(({ kind, network, name, folder }) => {
    const path = join(folder, "chain.db");
    return { kind, network, name, folder, stored: existsSync(path) ? describeStorage(path) : null };
  });
}
