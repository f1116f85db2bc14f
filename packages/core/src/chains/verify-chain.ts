import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkChainFromGenesis } from "@lucid/chain";
import { isDatabaseTrouble } from "@lucid/foundation";
import { type Attestation, v2 } from "@lucid/proof";
import { loadNetworkModule } from "../network/index.ts";
import type { StoredChain } from "./find-chains.ts";

export interface Working {
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** What is wrong with a chain: the first block (or vote, or certificate, of that height) that does not hold. */
export interface ChainProblem {
  readonly height: number;
  readonly reason: string;
}

export interface ChainReport extends Pick<StoredChain, "kind" | "network" | "name" | "folder"> {
  /** Blocks that hold. */
  readonly height: number;
  /** Of a network: up to where its votes make it final, and how many members it has there. */
  readonly final?: number;
  readonly members?: number;
  /** Height of the last block that this node has voted for, where the chain does not reach it. */
  readonly signed?: number;
  readonly problem?: ChainProblem;
}

/**
 * Goes through every block of a chain that lies in a data folder, from its genesis on, by all rules and with all signatures. Its node may run
 * meanwhile.
 */
export async function verifyChain(chain: StoredChain, working: Working): Promise<ChainReport> {
  const { kind, network, name, folder } = chain;
  const about = { kind, network, name, folder };
  // What this node has signed is on the disk after the block that it is about.
  const signed = signedIn(folder);
  const path = join(folder, "chain.db");
  if (!existsSync(path)) return { ...about, height: 0, problem: { height: 0, reason: "chain.db is gone" } };
  const found = await goThrough(chain, path, working);
  return { ...about, ...found, ...(found.problem === undefined && compared(signed, found.height)) };
}

/** A chain that holds, beside what its node has signed. */
export const besideSigned = (chain: StoredChain, height: number): Pick<ChainReport, "signed" | "problem"> =>
  compared(signedIn(chain.folder), height);

type Found = Pick<ChainReport, "height" | "final" | "members" | "problem">;

async function goThrough({ genesis }: StoredChain, path: string, working: Working): Promise<Found> {
  if (isVersionTwo(genesis)) {
    const { checkNetworkChain, networkOf } = await loadNetworkModule();
    const { height, final, members, problem } = await checkNetworkChain(path, networkOf(genesis), working);
    return { height, final: final.height, members, ...(problem && { problem }) };
  }
  try {
    const { height, problem } = await checkChainFromGenesis(path, genesis, working.signal, working.onProgress);
    return problem === undefined ? { height } : { height: problem.height - 1, problem };
  } catch (error) {
    if (working.signal.aborted || isDatabaseTrouble(error)) throw error;
    return { height: 0, problem: { height: 0, reason: (error as Error).message } };
  }
}

/** Version 2 is the chain of a network of nodes. */
export const isVersionTwo = (genesis: unknown): boolean => v2.Genesis.safeParse(genesis).success;

/** Height of the last block that this node has voted for; 0 where nothing says so, and a text where that cannot be read. */
function signedIn(folder: string): number | string {
  const path = join(folder, "sign-state.json");
  if (!existsSync(path)) return 0;
  try {
    const { attestation } = JSON.parse(readFileSync(path, "utf8")) as { readonly attestation: Attestation | null };
    return attestation?.target.height ?? 0;
  } catch (error) {
    return `sign-state.json cannot be read: ${(error as Error).message}`;
  }
}

function compared(signed: number | string, height: number): Pick<ChainReport, "signed" | "problem"> {
  if (typeof signed === "string") return { problem: { height, reason: signed } };
  return signed > height ? { signed, problem: { height: height + 1, reason: LOST } } : {};
}

/** Blocks are gone that this node has voted for. */
export const LOST = "lost_blocks";
