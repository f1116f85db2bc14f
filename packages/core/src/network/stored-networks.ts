import { join } from "node:path";
import type { ReadDb } from "@lucid/foundation";

/** Names in a backup are short: 32 digits of the network's hash are enough for a folder. */
const FOLDER_DIGITS = 32;

/** Folder of a network's chain, sign-state and known peers. */
export const networkFolder = (data: string, hash: string): string => join(data, "networks", hash.slice(0, FOLDER_DIGITS));

/** A network that this node is in, or was in. */
export interface StoredNetwork {
  readonly hash: string;
  /** Its genesis document, as JSON. */
  readonly genesis: string;
  readonly is_current: 0 | 1;
}

/** The networks that a node's database knows; none where it is from before there were networks. */
export function storedNetworks(db: ReadDb): readonly StoredNetwork[] {
  const known = db.prepare<[], { one: 1 }>("SELECT 1 AS one FROM sqlite_schema WHERE type = 'table' AND name = 'networks'").get();
  if (known === undefined) return [];
  return db.prepare<[], StoredNetwork>("SELECT hash, genesis, state <> 'left' AS is_current FROM networks ORDER BY since").all();
}
