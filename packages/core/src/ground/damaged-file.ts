import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";

/** The folder cannot be used: the message says why and what to do. */
export class DataFolderError extends Error {
  override readonly name = "DataFolderError";
}

const RESTORE = "put a backup back into an empty folder (lucid restore --help)";

/** The way out for each file of the folder, below the node's own words of what is wrong with it. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  "node.key": `${RESTORE}, or this file alone out of one: with another key this is another node`,
  "token.key": "make another one (lucid keys rotate token): everybody logs in anew",
  "kyc.key": "make another one (lucid keys rotate kyc), and give it to the service that checks persons",
  "second-factor.key": `${RESTORE}, or this file alone out of one: codes of authenticators open with no other key`,
  "webhooks.key": `${RESTORE}, or this file alone out of one: the secrets of webhooks open with no other key`,
  "certificate.pem": "make another one (lucid keys rotate rdp): RDP clients see a new fingerprint",
  "key.pem": "make another one (lucid keys rotate rdp): RDP clients see a new fingerprint",
  "log.db": "move it away: nothing depends on the kept log, and the node begins another one",
  "chain.db": "restore its newest copy, or put a backup back into an empty folder (lucid restore --help)",
  "genesis.json": "restore its copy out of a backup: each node of the network has the same (GET /api/v1/chain/genesis)",
  "sign-state.json": "restore its newest copy, and never delete it: it keeps this node from signing twice",
};

/** A file of the data folder that is not as it was written. Nobody changed it, so that it can be looked at and saved. */
export class DamagedFileError extends DataFolderError {
  readonly file: string;
  readonly what: string;
  readonly wayOut: string;

  constructor(path: string, what: string, options?: ErrorOptions) {
    const wayOut = WAYS_OUT[basename(path)] ?? RESTORE;
    super(`${path} is damaged (${what}). Nothing in the folder was changed. The way out: ${wayOut}`, options);
    this.file = path;
    this.what = what;
    this.wayOut = wayOut;
  }
}

export const damagedFile = (path: string, what: string, options?: ErrorOptions): DamagedFileError =>
  new DamagedFileError(path, what, options);

/** What a node that has begun its chain has, too: one of them lost, it would begin anew beside what is there. */
const ALWAYS_THERE = ["keys/node.key", "node.db"] as const;

/** @throws DataFolderError when a file is gone without which the rest of the folder is nobody's. */
export function requireWhole(folder: string): void {
  if (!existsSync(join(folder, "genesis.json"))) return;
  for (const name of ALWAYS_THERE) {
    const path = join(folder, name);
    if (!existsSync(path) || statSync(path).size === 0) throw damagedFile(path, "it is gone, and what belongs to it is there");
  }
}
