import { createWriteStream, existsSync, openAsBlob } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { checkChainFromGenesis, openArchivedChain } from "@lucid/chain";
import type { RehearsalReport } from "@lucid/contract";
import { type Clock, openDatabase, type Randomness } from "@lucid/foundation";
import { blobSource, judgeBundle } from "@lucid/proof";
import type { Logger } from "pino";
import { checkStoredLog } from "../../audit/index.ts";
import { nodeMigrations, openNodeKeys } from "../../ground/index.ts";
import { openNetworks } from "../../lucid-chain/index.ts";
import { createStoredBundles, type StoredBundles } from "../../sessions/index.ts";
import { restoreBackup } from "../restore/restore-backup.ts";
import type { BackupManifest } from "../set/backup-manifest.ts";
import type { BackupProgress } from "../set/progress.ts";
import { openStoredRecordings } from "./stored-recordings.ts";

export interface RehearseDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
}

export interface RehearseOptions {
  readonly backup: string;
  readonly identities: readonly string[];
  readonly node?: string | undefined;
  /** Where the node is put back for a while; private to this user. */
  readonly room?: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
}

/** Recordings that are proven: from the newest to the oldest, evenly. */
const SAMPLE = 5;
/** A longer one is not put together beside a node that may need its disk. */
const MAX_BUNDLE_BYTES = 2 * 1_024 ** 3;

/**
 * Puts a node back into a folder of its own, looks whether it is whole, and throws it away: it hosts nothing, signs nothing and reaches
 * nobody. Recordings are read where the backup keeps them.
 * @throws BackupError where nothing can be put back, IdentityError `identity-invalid`.
 */
export async function rehearseRestore(
  deps: RehearseDeps,
  { room = tmpdir(), ...options }: RehearseOptions,
): Promise<{ readonly manifest: BackupManifest; readonly report: RehearsalReport }> {
  const backup = resolve(options.backup);
  const folder = await mkdtemp(join(room, "lucid-rehearsal-"));
  try {
    const data = join(folder, "node");
    const { manifest, databases } = await restoreBackup(deps, { ...options, data, wanted: () => false });
    const node = { ...deps, data, place: dirname(backup), databases, folder, recordings: manifest.recordings };
    return { manifest, report: await lookAt(node, options.signal) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface RestoredNode extends RehearseDeps {
  readonly data: string;
  readonly place: string;
  readonly folder: string;
  readonly databases: readonly string[];
  /** What its backup says of them. */
  readonly recordings: BackupManifest["recordings"];
}

async function lookAt(node: RestoredNode, signal: AbortSignal): Promise<RehearsalReport> {
  const { data, place, databases } = node;
  const nodeDb = join(data, "node.db");
  const keys = await openNodeKeys(data, node.randomness);
  const faults: string[] = [];
  const genesis: unknown = JSON.parse(await readFile(join(data, "genesis.json"), "utf8"));
  const chain = await checkChainFromGenesis(join(data, "chain.db"), genesis, signal);
  if (chain.problem) faults.push(`block ${chain.problem.height} of the chain: ${chain.problem.reason}`);
  const audit = await checkStoredLog(join(data, "audit.db"), signal);
  if (audit.problem) faults.push(`entry ${audit.problem.sequence} of the audit log: ${audit.problem.reason}`);

  const stored = openStoredRecordings(place, nodeDb);
  using db = openDatabase({ path: nodeDb, migrations: nodeMigrations, synchronous: "normal" });
  using current = openArchivedChain({ ...node, keys, path: join(data, "chain.db") }, genesis);
  using networks = openNetworks({ ...node, keys, folder: { path: data } }, current);
  const bundles = createStoredBundles({ db, clock: node.clock, networks, store: stored.store });
  const provable = bundles.provable();
  const gone = node.recordings ? stored.absent - node.recordings.absent : 0;
  if (gone > 0) faults.push(`chunks of recordings that the backup names and does not hold: ${gone}`);
  const nodes = networks.all.map((network) => network.node);
  const verified: string[] = [];
  let verifiedBytes = 0;
  for (const { session_id, size_bytes } of node.recordings ? sampleOf(provable) : []) {
    const fault = await prove(bundles, session_id, nodes, join(node.folder, "bundle.lucid"), signal);
    if (fault !== undefined) faults.push(`recording ${session_id}: ${fault}`);
    else {
      verified.push(session_id);
      verifiedBytes += size_bytes;
    }
  }
  const count = (table: "users" | "sessions"): number =>
    db.read.prepare<[], { count: number }>(`SELECT count(*) AS count FROM ${table}`).get()?.count ?? 0;
  return {
    databases: [...databases],
    people: count("users"),
    sessions: count("sessions"),
    chain: { network: chain.networkId, blocks: chain.problem ? chain.problem.height - 1 : chain.height },
    audit_entries: audit.problem ? audit.problem.sequence - audit.first : audit.size - audit.first + 1,
    recordings: {
      ...{ chunks: stored.chunks, absent: stored.absent },
      ...{ provable: provable.length, verified, verified_bytes: verifiedBytes },
    },
    faults,
  };
}

function sampleOf<Session extends { readonly size_bytes: number }>(provable: readonly Session[]): Session[] {
  const short = provable.filter(({ size_bytes }) => size_bytes <= MAX_BUNDLE_BYTES);
  if (short.length <= SAMPLE) return short;
  const step = (short.length - 1) / (SAMPLE - 1);
  return short.filter((_session, at) => Array.from({ length: SAMPLE }, (_, turn) => Math.round(turn * step)).includes(at));
}

/** Why a recording is not proven; undefined when it is. */
async function prove(
  bundles: StoredBundles,
  sessionId: string,
  /** Keys that the node has, and had on chains that it gave up. */
  nodes: readonly string[],
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const bundle = await bundles.open(sessionId, signal);
    await pipeline(bundle.stream, createWriteStream(path, { mode: 0o600 }), { signal });
    const verdict = await judgeBundle(blobSource(await openAsBlob(path)), {
      pins: { nodes: [...nodes], sessions: [sessionId] },
    });
    return verdict.verified ? undefined : verdict.reason;
  } catch (error) {
    signal.throwIfAborted();
    return (error as Error).message;
  } finally {
    if (existsSync(path)) await rm(path);
  }
}
