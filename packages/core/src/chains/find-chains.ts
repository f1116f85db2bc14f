import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { genesisHash, parseGenesis } from "@lucid/chain";
import { readDatabase } from "@lucid/foundation";
import { DataFolderError, damagedFile } from "../ground/index.ts";
import { archivesIn } from "../lucid-chain/index.ts";
import { networkFolder, storedNetworks } from "../network/index.ts";

/** A chain that lies in a data folder. */
export interface StoredChain {
  /** The one that the node makes alone, one that it gave up, the network that it is in, and one that it was in. */
  readonly kind: "own" | "given-up" | "network" | "left";
  /** Hash of the genesis document. */
  readonly network: string;
  readonly name: string;
  /** The genesis document. */
  readonly genesis: unknown;
  /** Where its `chain.db` and `sign-state.json` are. */
  readonly folder: string;
}

/** All chains of a data folder, whose node may run. @throws DataFolderError where there is none, or what names them cannot be read. */
export function findChains(data: string): readonly StoredChain[] {
  const own = existsSync(join(data, "genesis.json")) ? [versionOne("own", data)] : [];
  const givenUp = archivesIn(data).map((folder) => versionOne("given-up", folder));
  const chains = [...own, ...givenUp, ...networksIn(data)];
  if (chains.length === 0) throw new DataFolderError(`There is no chain in the data folder ${data}`);
  return chains;
}

function versionOne(kind: "own" | "given-up", folder: string): StoredChain {
  const path = join(folder, "genesis.json");
  try {
    const genesis = parseGenesis(JSON.parse(readFileSync(path, "utf8")));
    return { kind, network: genesisHash(genesis), name: genesis.network, genesis, folder };
  } catch (cause) {
    throw damagedFile(path, (cause as Error).message, { cause });
  }
}

function networksIn(data: string): StoredChain[] {
  const path = join(data, "node.db");
  if (!existsSync(path)) return [];
  try {
    using db = readDatabase(path);
    return storedNetworks(db.read).flatMap(({ hash, genesis, is_current }): StoredChain[] => {
      const folder = networkFolder(data, hash);
      if (!is_current && !existsSync(join(folder, "chain.db"))) return [];
      const document = JSON.parse(genesis) as { readonly network: string };
      return [{ kind: is_current ? "network" : "left", network: hash, name: document.network, genesis: document, folder }];
    });
  } catch (cause) {
    throw damagedFile(path, (cause as Error).message, { cause });
  }
}

/** Fewest digits of a hash by which a chain is named: the folder of a network has 32. */
const LEAST_DIGITS = 8;

/** The chain that is meant: by the beginning of its network's hash, or the node's own where nothing is said. @throws DataFolderError for none. */
export function chainNamed(data: string, hash: string | undefined): StoredChain {
  const chains = findChains(data);
  const named = chains.filter(({ kind, network }) =>
    hash === undefined ? kind === "own" : hash.length >= LEAST_DIGITS && network.startsWith(hash),
  );
  const [chain, ...others] = named;
  if (chain !== undefined && others.length === 0) return chain;
  const known = chains.map(({ network, kind, name }) => `${network} (${kind}, ${name})`).join("; ");
  const what = hash === undefined ? "chain of its own" : `chain of the network ${hash}`;
  throw new DataFolderError(`There is no ${what} in the data folder ${data}. There are: ${known}`);
}
