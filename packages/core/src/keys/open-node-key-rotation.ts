import { existsSync, readFileSync, renameSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { openArchivedChain } from "@lucid/chain";
import { type Clock, openDatabase, type Randomness, syncFolder } from "@lucid/foundation";
import type { Logger } from "pino";
import { exportStoredLog } from "../audit/index.ts";
import { DataFolderError, type NodeKeys, nodeMigrations, openNodeKeys } from "../ground/index.ts";
import { openSoloReset, type SoloResetFacts } from "../lucid-chain/index.ts";
import { noteFormerKey } from "./former-keys.ts";
import { KEY_BYTES, replaceSecret } from "./replace-secret.ts";

export interface NodeKeyRotationDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
}

export interface NodeKeyRotation extends Disposable {
  readonly facts: SoloResetFacts & {
    /** The key that goes. */
    readonly publicKey: string;
    /** Where the audit log that it signed is kept: its database, and all of it as a file that can be checked. */
    readonly auditLog: string;
  };
  /**
   * @returns the public key of the node from then on. Interrupted before its last step the node keeps its key, and begins a new chain at
   * its next start; then it can be made again.
   */
  rotate(): Promise<string>;
}

/**
 * Another signing key for a node that does not run. A chain of version 1 names its producers for good, and an audit log its node: both
 * are kept aside and prove on, and the next start begins new ones under the new key.
 * @throws DataFolderError when the folder is in use, when the network has other producers, and while a session is not sealed: only the
 * key that its owner's grant names can do that.
 */
export async function openNodeKeyRotation(deps: NodeKeyRotationDeps, data: string): Promise<NodeKeyRotation> {
  if (!existsSync(join(data, "keys", "node.key"))) throw new DataFolderError(`There is no node in the data folder ${data}`);
  const solo = openSoloReset(data);
  try {
    const unsealed = unsealedIn(join(data, "node.db"));
    if (unsealed > 0)
      throw new DataFolderError(
        `Sessions that are not sealed yet: ${unsealed}. Start the node once, so that it seals them, and stop it in order`,
      );
    const keys = await openNodeKeys(data, deps.randomness);
    const { archive } = solo.facts;
    return {
      facts: { ...solo.facts, publicKey: keys.publicKey, auditLog: join(archive, "audit.jsonl") },
      async rotate() {
        const former = { public_key: keys.publicKey, network: solo.facts.network, until: iso(deps.clock.now()) };
        solo.reset();
        await keepAuditLog(deps, keys, data, archive);
        await noteFormerKey(data, former);
        replaceSecret(join(data, "keys", "node.key"), deps.randomness.bytes(KEY_BYTES));
        return (await openNodeKeys(data, deps.randomness)).publicKey;
      },
      [Symbol.dispose]: () => solo[Symbol.dispose](),
    };
  } catch (error) {
    solo[Symbol.dispose]();
    throw error;
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();

function unsealedIn(path: string): number {
  using db = openDatabase({ path, migrations: nodeMigrations, synchronous: "full" });
  const row = db.read
    .prepare<[], { unsealed: number }>(
      `SELECT count(*) AS unsealed FROM sessions WHERE chunk_count > 0 AND manifest_hash IS NULL
       AND state IN ('recording', 'paused', 'processing', 'interrupted')`,
    )
    .get();
  return row?.unsealed ?? 0;
}

/** The log's last export is signed by the key that it names, as long as there is one; the database follows when that is whole. */
async function keepAuditLog({ clock, log }: NodeKeyRotationDeps, keys: NodeKeys, data: string, archive: string): Promise<void> {
  const path = join(data, "audit.db");
  if (!existsSync(path)) return;
  const genesis: unknown = JSON.parse(readFileSync(join(archive, "genesis.json"), "utf8"));
  using chain = openArchivedChain({ clock, keys, log, path: join(archive, "chain.db") }, genesis);
  const out = join(archive, "audit.jsonl");
  await exportStoredLog({ path, chain, keys, clock }, `${out}.part`);
  await rename(`${out}.part`, out);
  for (const name of ["audit.db-wal", "audit.db-shm", "audit.db"])
    if (existsSync(join(data, name))) renameSync(join(data, name), join(archive, name));
  syncFolder(archive);
  syncFolder(data);
}
