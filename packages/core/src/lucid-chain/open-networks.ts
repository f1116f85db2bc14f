import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ArchivedChain, type ChainProofs, openArchivedChain } from "@lucid/chain";
import type { Genesis } from "@lucid/proof";
import type { Ground } from "../ground/index.ts";

/** Folder of the chains that this node has given up, each in one that is called as its network. */
export const ARCHIVE = "chains";

/** What proves the sessions of one network. */
export interface NetworkProofs {
  readonly genesis: Genesis;
  readonly networkId: string;
  readonly read: ChainProofs;
  /** Key under which this node is on it, or was: it may have another one today. */
  readonly node: string;
}

/** The network this node is part of, and those it was part of before. */
export interface Networks {
  readonly current: NetworkProofs;
  readonly all: readonly NetworkProofs[];
  of(networkId: string): NetworkProofs | undefined;
}

export const networksOf = (current: NetworkProofs, archived: readonly NetworkProofs[] = []): Networks => {
  const all = [current, ...archived];
  return { current, all, of: (networkId) => all.find((network) => network.networkId === networkId) };
};

/** Opens the chains that were given up, for what they prove. @throws as `openArchivedChain`. */
export function openNetworks(
  { clock, keys, log, folder }: Pick<Ground, "clock" | "keys" | "log"> & { readonly folder: Pick<Ground["folder"], "path"> },
  { genesis, networkId, read }: Omit<NetworkProofs, "node">,
): Networks & Disposable {
  const opened = new DisposableStack();
  const archived: NetworkProofs[] = [];
  try {
    for (const place of archivesIn(folder.path)) {
      const genesis: unknown = JSON.parse(readFileSync(join(place, "genesis.json"), "utf8"));
      archived.push(soloOf(opened.use(openArchivedChain({ clock, keys, log, path: join(place, "chain.db") }, genesis))));
    }
  } catch (error) {
    opened.dispose();
    throw error;
  }
  const current = { genesis, networkId, read, node: keys.publicKey };
  return { ...networksOf(current, archived), [Symbol.dispose]: () => opened.dispose() };
}

/** Only a chain that a node made alone is given up: its one producer was this node. */
function soloOf({ genesis, networkId, read }: ArchivedChain): NetworkProofs {
  const [producer] = genesis.producers;
  if (!producer) throw new Error(`The genesis of ${networkId} names nobody`);
  return { genesis, networkId, read, node: producer.public_key };
}

/** Folders of the chains that were given up. One that is only half there was not given up yet: the command that does it is to be run again. */
export function archivesIn(data: string): string[] {
  const folder = join(data, ARCHIVE);
  if (!existsSync(folder)) return [];
  const places = readdirSync(folder).map((name) => join(folder, name));
  return places.filter((place) => ["genesis.json", "chain.db"].every((name) => existsSync(join(place, name))));
}
