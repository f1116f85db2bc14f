import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { recordedChunk } from "./recordings.ts";
import { writeSessionBundle } from "./write-session-bundle.ts";

const run = promisify(execFile);
const CHUNK_BYTES = 10_485_760;
const TOTAL_BYTES = 512 * 1_024 * 1_024;
/** On a quiet machine three rounds say everything; on a busy one the median needs more of them. */
const MIN_ROUNDS = 3;
const MAX_ROUNDS = 9;
/** A median this far from 1 is clear. */
const CLEAR = 1.25;
const CLI = fileURLToPath(new URL("../../apps/desktop/main/cli/lucid.mjs", import.meta.url));
const STORE = fileURLToPath(new URL("store.program.ts", import.meta.url));

export interface BackupTimes {
  readonly storeMs: number;
  readonly verifyMs: number;
}
export const peers = ["restic", "borg"] as const;
export type Peer = (typeof peers)[number];

/** Times of each by round. */
export type BackupRound = Readonly<Record<"lucid" | Peer, BackupTimes>>;

interface Contestant {
  /** Makes an empty repository in the folder; not measured. */
  prepare(folder: string): Promise<void>;
  store(source: string, folder: string): Promise<unknown>;
  /** Between store and verify; not measured. */
  between(folder: string): Promise<void>;
  verify(folder: string): Promise<unknown>;
}

const environment = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_COMPILE_CACHE: join(dirname(folder), "compiled"),
  RESTIC_PASSWORD: "bench",
  RESTIC_CACHE_DIR: join(folder, "cache"),
  BORG_PASSPHRASE: "bench",
  BORG_BASE_DIR: join(folder, "base"),
});
const nothing = async (): Promise<void> => undefined;
const call = (folder: string, program: string, ...args: readonly string[]) =>
  run(program, args, { env: environment(folder), maxBuffer: 1 << 26 });

/** How many times as long a peer took as Lucid did: the median of the rounds, each of which met the same moment. */
export function timesAsFast(rounds: readonly BackupRound[], peer: Peer, what: keyof BackupTimes): number {
  const ratios = rounds.map((round) => round[peer][what] / round.lucid[what]).toSorted((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? Number.NaN;
}

const isClear = (rounds: readonly BackupRound[]): boolean =>
  peers.every((peer) =>
    (["storeMs", "verifyMs"] as const).every((what) => {
      const ratio = timesAsFast(rounds, peer, what);
      return ratio > CLEAR || ratio < 1 / CLEAR;
    }),
  );

/** Each with encryption on and otherwise as it comes (Node's compile cache on, as in `lucid`); every call is a whole process from start to exit. */
const contestants: Readonly<Record<keyof BackupRound, Contestant>> = {
  lucid: {
    prepare: nothing,
    store: (source, folder) => call(folder, process.execPath, STORE, source, folder),
    between: (folder) => writeSessionBundle(folder, join(folder, "session.lucid")),
    verify: (folder) => call(folder, process.execPath, CLI, "verify", join(folder, "session.lucid"), "--json"),
  },
  restic: {
    prepare: async (folder) => void (await call(folder, "restic", "-r", join(folder, "repo"), "init")),
    store: (source, folder) => call(folder, "restic", "-r", join(folder, "repo"), "backup", source),
    between: nothing,
    verify: (folder) => call(folder, "restic", "-r", join(folder, "repo"), "check", "--read-data"),
  },
  borg: {
    prepare: async (folder) => void (await call(folder, "borg", "init", "--encryption", "repokey-blake2", join(folder, "repo"))),
    store: (source, folder) => call(folder, "borg", "create", `${join(folder, "repo")}::bench`, source),
    between: nothing,
    verify: (folder) => call(folder, "borg", "check", "--verify-data", join(folder, "repo")),
  },
};

/** The same 512 MiB of recordings stored and verified by each, in rounds that take turns. */
export async function compareBackups(say: (line: string) => void): Promise<BackupRound[]> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-bench-"));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const source = join(folder, "recordings");
  await mkdir(source);
  for (let at = 0, index = 0; at < TOTAL_BYTES; at += CHUNK_BYTES, index += 1) {
    await writeFile(
      join(source, `${String(index).padStart(4, "0")}.plain`),
      recordedChunk(index, Math.min(CHUNK_BYTES, TOTAL_BYTES - at)),
    );
  }
  const rounds: BackupRound[] = [];
  for (let round = 1; round <= MAX_ROUNDS && !(round > MIN_ROUNDS && isClear(rounds)); round += 1) {
    const times = async (name: keyof BackupRound): Promise<BackupTimes> => {
      say(`512 MiB, round ${round}: ${name}`);
      return measure(contestants[name], source, join(folder, `${name}-${round}`));
    };
    rounds.push({ lucid: await times("lucid"), restic: await times("restic"), borg: await times("borg") });
  }
  return rounds;
}

async function measure(contestant: Contestant, source: string, folder: string): Promise<BackupTimes> {
  await mkdir(folder);
  await contestant.prepare(folder);
  const storeMs = await timed(() => contestant.store(source, folder));
  await contestant.between(folder);
  const verifyMs = await timed(() => contestant.verify(folder));
  await rm(folder, { recursive: true, force: true });
  return { storeMs, verifyMs };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
