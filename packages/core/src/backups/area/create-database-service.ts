import { existsSync, statSync } from "node:fs";
import { stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { databaseErrors } from "@lucid/contract";
import type { ChunkStore } from "@lucid/pipeline";
import type { PartReport, Services } from "../../calls/index.ts";
import type { BackupsSettings } from "../backups.settings.ts";
import type { BackupJobs, JobKind } from "../job/job.ts";
import type { Jobs } from "../job/start-jobs.ts";
import { listDataFiles } from "../make/list-data-files.ts";

export interface DatabaseServiceDeps {
  /** The data folder. */
  readonly data: string;
  readonly startJobs: () => Jobs;
  readonly store: Pick<ChunkStore, "usage">;
  readonly settings: Readonly<Pick<BackupsSettings, "backup_folder">>;
  /** How the store that several nodes share is; undefined where the node is alone. */
  readonly sharedStore: () => Promise<Pick<PartReport, "ok" | "detail"> | undefined>;
}

/** A node does not work without these: one that is gone, or is no database any more, is told of as well. */
const ALWAYS = ["node.db", "chain.db", "audit.db"] as const;

/** The database part of the contract. What reads every page is done away from the main loop. */
export function createDatabaseService({
  data,
  startJobs,
  store,
  settings,
  sharedStore,
}: DatabaseServiceDeps): Services["database"] {
  const names = async (): Promise<readonly string[]> => (await listDataFiles(data)).databases;

  /** @throws DATABASE_NOT_READ. */
  async function ask<Kind extends JobKind>(
    kind: Kind,
    asked: BackupJobs[Kind]["ask"],
    signal: AbortSignal,
  ): Promise<BackupJobs[Kind]["answer"]> {
    await using jobs = startJobs();
    const outcome = await jobs.do(kind, asked, { signal, onProgress: () => undefined });
    if (outcome.kind === "failed") throw databaseErrors.DATABASE_NOT_READ({ reason: outcome.failure.message });
    return outcome.answer;
  }

  /** Only what the node itself keeps there is opened. @throws DATABASE_NOT_FOUND. */
  async function pathOf(database: string): Promise<string> {
    if (!(await names()).includes(database)) throw databaseErrors.DATABASE_NOT_FOUND();
    return join(data, database);
  }

  const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

  return {
    async health(_input, { signal }) {
      const known = [...new Set([...(await names()), ...ALWAYS])];
      const [hindrances, shared] = await Promise.all([ask("look", { data, names: known }, signal), sharedStore()]);
      const databases = known.map((database, index) => {
        const hindrance = hindrances[index];
        return { database, ok: hindrance === undefined, detail: hindrance ?? "can be read" };
      });
      return {
        databases,
        cache: shared
          ? { kind: "redis", ok: shared.ok, detail: shared.detail }
          : { kind: "embedded", ok: true, detail: "in this node alone" },
      };
    },
    async statistics(_input, { signal }) {
      return { databases: [...(await ask("measure", { data, names: await names() }, signal))] };
    },
    async volumes() {
      const { bytes, freeBytes, totalBytes } = await store.usage();
      const databases = (await names()).map((database) => ({
        database,
        bytes: sizeOf(join(data, database)) + sizeOf(join(data, `${database}-wal`)),
      }));
      return {
        ...{ recordings_bytes: bytes, databases, free_bytes: freeBytes ?? 0, total_bytes: totalBytes ?? bytes },
        backups: await diskOf(settings.backup_folder, data),
      };
    },
    async check({ database }, { signal }) {
      return { database, faults: [...(await ask("checkDatabase", { path: await pathOf(database) }, signal))] };
    },
    async checkpoint({ database }, caller) {
      const path = await pathOf(database);
      caller.identify({ target: database });
      const { done, before, after } = await ask("checkpoint", { path }, caller.signal);
      return { database, done, wal_bytes_before: before, wal_bytes_after: after };
    },
  };
}

async function diskOf(folder: string, data: string) {
  if (folder === "" || !existsSync(folder)) return null;
  const [disk, there, here] = await Promise.all([statfs(folder), stat(folder), stat(data)]);
  return {
    free_bytes: disk.bavail * disk.bsize,
    total_bytes: disk.blocks * disk.bsize,
    same_disk: there.dev === here.dev,
  };
}
