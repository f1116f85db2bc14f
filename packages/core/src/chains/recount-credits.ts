import { join } from "node:path";
import { DataFolderError } from "../ground/index.ts";
import { loadNetworkModule, type NetworkCredits } from "../network/index.ts";
import type { StoredChain } from "./find-chains.ts";
import { type ChainProblem, isVersionTwo, type Working } from "./verify-chain.ts";

/** The credits of a network, counted anew. */
export interface CreditsReport extends Pick<NetworkCredits, "accounts" | "differences">, Pick<StoredChain, "network" | "name"> {
  readonly height: number;
  readonly final: number;
  readonly problem?: ChainProblem;
}

/**
 * Counts the credits of a network anew, of the blocks of its chain alone, and compares them with what the chain's state has; its node may run.
 * @throws DataFolderError for the chain of a node that is in none.
 */
export async function recountCredits({ genesis, network, name, folder }: StoredChain, working: Working): Promise<CreditsReport> {
  if (!isVersionTwo(genesis)) throw new DataFolderError(`The chain ${network} is of one node: it has no credits`);
  const { networkOf, recountNetworkCredits } = await loadNetworkModule();
  const { check, accounts, differences } = await recountNetworkCredits(join(folder, "chain.db"), networkOf(genesis), working);
  const { height, final, problem } = check;
  return { network, name, height, final: final.height, accounts, differences, ...(problem && { problem }) };
}
