import { join } from "node:path";
import type { BackupFault, DatabaseStatistics, RehearsalReport } from "@lucid/contract";
import { checkpointDatabase, findDatabaseFaults, measureDatabase, unreadableBecause } from "@lucid/foundation";
import type { BackupCheck } from "../check/check-backup.ts";
import type { MadeBackup, MakeBackupOptions } from "../make/make-backup.ts";
import type { Pruned } from "../prune-backups.ts";
import type { RehearseDeps } from "../rehearse/rehearse-restore.ts";
import { BackupError } from "../set/backup-error.ts";
import type { BackupProgress } from "../set/progress.ts";

/** What a node has done with its backups and databases, away from its main loop. `path` is the folder of one backup. */
export interface BackupJobs {
  readonly make: { readonly ask: Omit<MakeBackupOptions, "signal" | "onProgress">; readonly answer: MadeBackup };
  readonly readBack: { readonly ask: { readonly path: string }; readonly answer: BackupCheck };
  readonly prune: { readonly ask: { readonly path: string; readonly keep: number }; readonly answer: Pruned };
  readonly rehearse: {
    readonly ask: { readonly path: string; readonly identityFile: string; readonly node: string };
    readonly answer: RehearsalReport;
  };
  /** Of the databases of these names in a data folder. */
  readonly measure: {
    readonly ask: { readonly data: string; readonly names: readonly string[] };
    readonly answer: readonly DatabaseStatistics[];
  };
  /** What keeps each of these databases from being read; undefined where nothing does. */
  readonly look: {
    readonly ask: { readonly data: string; readonly names: readonly string[] };
    readonly answer: readonly (string | undefined)[];
  };
  readonly checkDatabase: { readonly ask: { readonly path: string }; readonly answer: readonly string[] };
  readonly checkpoint: { readonly ask: { readonly path: string }; readonly answer: ReturnType<typeof checkpointDatabase> };
}
export type JobKind = keyof BackupJobs;

export interface JobWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
}

type Work<Kind extends JobKind> = (
  deps: RehearseDeps,
  ask: BackupJobs[Kind]["ask"],
  watch: JobWatch,
) => Promise<BackupJobs[Kind]["answer"]>;

/** Jobs follow each other in a worker of their own: it loads what the kinds that it is asked for need, most often a look at the databases. */
const WORK: { readonly [Kind in JobKind]: Work<Kind> } = {
  async make(deps, ask, watch) {
    const { makeBackup } = await import("../make/make-backup.ts");
    return await makeBackup(deps, { ...ask, ...watch });
  },
  async readBack(_deps, { path }, watch) {
    const { checkBackup } = await import("../check/check-backup.ts");
    return await checkBackup(path, watch);
  },
  async prune(_deps, { path, keep }) {
    const { pruneBackups } = await import("../prune-backups.ts");
    return await pruneBackups(path, keep);
  },
  async rehearse(deps, { path, identityFile, node }, watch) {
    const { readIdentities } = await import("../restore/read-identities.ts");
    const { rehearseRestore } = await import("../rehearse/rehearse-restore.ts");
    const identities = await readIdentities(identityFile);
    return (await rehearseRestore(deps, { backup: path, identities, node, ...watch })).report;
  },
  measure: async (_deps, { data, names }) =>
    await Promise.resolve(
      names.map((database) => {
        const { tables, ...measured } = measureDatabase(join(data, database));
        return {
          database,
          ...measured,
          tables: tables.map((table) => ({
            ...table,
            indexes: table.indexes.map((index) => ({ ...index, columns: [...index.columns] })),
          })),
        };
      }),
    ),
  look: async (_deps, { data, names }) => await Promise.resolve(names.map((database) => unreadableBecause(join(data, database)))),
  checkDatabase: async (_deps, { path }) => await Promise.resolve(findDatabaseFaults(path)),
  checkpoint: async (_deps, { path }) => await Promise.resolve(checkpointDatabase(path)),
};

/** Does a job in this thread. @throws as the work itself. */
export const doJob = <Kind extends JobKind>(
  deps: RehearseDeps,
  kind: Kind,
  ask: BackupJobs[Kind]["ask"],
  watch: JobWatch,
): Promise<BackupJobs[Kind]["answer"]> => WORK[kind](deps, ask, watch);

/** Why a job was not done, as it crosses from a worker. */
export interface JobFailure {
  readonly fault: BackupFault;
  readonly message: string;
}

export function failureOf(error: unknown): JobFailure {
  const message = error instanceof Error ? error.message : String(error);
  return { fault: error instanceof BackupError ? error.fault : "failed", message: message.slice(0, 1_000) };
}
