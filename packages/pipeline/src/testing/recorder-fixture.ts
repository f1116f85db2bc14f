import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { createTestSupervisor } from "@lucid/foundation/testing";
import { type ChunkEntry, checkEntry, commitToVideo, readChunkVideo, videoSalt } from "@lucid/proof";
import { expect, vi } from "vitest";
import { createDisplayCapture } from "../capture/create-display-capture.ts";
import { detectEncoder } from "../capture/detect-encoder.ts";
import { programEnvironment } from "../capture/program.ts";
import type { SessionEvent } from "../chunker/session-event.ts";
import type { Recorder, RecorderDeps, RecorderOptions, RecorderTrouble } from "../recorder/recorder.ts";
import { startRecorder } from "../recorder/start-recorder.ts";
import { startCapturePool } from "../screen/start-capture-pool.ts";
import { createSealer } from "../sealer/create-sealer.ts";
import { openContainer } from "../sealer/sealer.compliance.ts";
import type { ChunkStore } from "../store/chunk-store.ts";
import { createMemoryChunkStore } from "../store/create-memory-chunk-store.ts";
import { startTestDisplay, TEST_SIZE, type TestScreen } from "./test-display.ts";
import { createTestLog, realClock, spawnCapture } from "./test-fixtures.ts";

const run = promisify(execFile);

/** A recorder on a display of its own, with everything it reported. */
export async function startTestRecorder(
  options: Partial<RecorderOptions> = {},
  {
    size = TEST_SIZE,
    store = createMemoryChunkStore(),
    clock = realClock,
    ...deps
  }: Partial<RecorderDeps> & { size?: TestScreen; store?: ChunkStore } = {},
) {
  await using starting = new AsyncDisposableStack();
  const display = starting.use(await startTestDisplay(size));
  const sealer = deps.sealer ?? starting.use(createSealer());
  const log = createTestLog();
  const supervisor = createTestSupervisor(realClock, log);
  const recorders = starting.use(await startCapturePool({ supervisor, spawn: spawnCapture }, { workers: 1 }));
  const sessionId = crypto.randomUUID();
  const dataKey = new Uint8Array(randomBytes(32));
  const entries: ChunkEntry[] = [];
  const reports: string[] = [];
  const explained: (string | null)[] = [];
  const report = (name: string) => (trouble?: RecorderTrouble) => void reports.push(trouble ? `${name} ${trouble.code}` : name);
  const capture = createDisplayCapture(
    { clock, log, recorders },
    {
      rfbSocket: display.rfbSocket,
      ...size,
      encoder: await detectEncoder({ log }),
    },
  );
  const recorder = await startRecorder(
    { clock, log, store, supervisor, capture, ...deps, sealer },
    { sessionId, dataKey, chunkSeconds: 2, ...options },
    {
      onChunk: (entry) => void entries.push(entry),
      onRecorderLost: report("lost"),
      onLossExplained: (code) => void explained.push(code),
      onRecorderBack: report("back"),
      onStorageTrouble: report("storage trouble"),
      onStorageBack: report("storage back"),
      onFailed: report("failed"),
    },
  );
  starting.use(recorder);
  const running = starting.move();
  return {
    recorder,
    display,
    store,
    log,
    sessionId,
    dataKey,
    entries,
    reports,
    explained,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

export type TestRecorder = Awaited<ReturnType<typeof startTestRecorder>>;

/** Waits until the recorder has this many frames more than now. */
export async function recordFrames(recorder: Recorder, frames: number): Promise<void> {
  const target = recorder.status().stages.recording.frames + frames;
  await vi.waitFor(() => expect(recorder.status().stages.recording.frames).toBeGreaterThanOrEqual(target), {
    timeout: 30_000,
    interval: 50,
  });
}

/** Pid of the ffmpeg that encodes pictures for the given process, which records one display; waits while one is started anew. */
export const ffmpegOf = (parent = process.pid): Promise<number> =>
  vi.waitFor(async () => {
    const { stdout } = await run("ps", ["--ppid", String(parent), "-o", "pid=,args="]);
    const line = stdout.split("\n").find((text) => text.includes("ffmpeg") && text.includes("-i pipe:0 "));
    if (!line) throw new Error("No ffmpeg encodes pictures");
    return Number(line.trim().split(" ", 1)[0]);
  });

/** Whether a process is there and not only waiting to be reaped. */
export async function isRunning(pid: number): Promise<boolean> {
  const { stdout } = await run("ps", ["-p", String(pid), "-o", "stat="]).catch(() => ({ stdout: "" }));
  return stdout.trim() !== "" && !stdout.startsWith("Z");
}

/** Opens everything that was stored, checking order, hashes, commitments and the verifier's rules on the way. */
export async function openRecording({ entries, store, sessionId, dataKey, recorder }: TestRecorder) {
  let previous: ChunkEntry | undefined;
  const chunks = [];
  expect((await store.list(sessionId)).map(({ index }) => index)).toEqual(entries.map((_, index) => index));
  for (const entry of entries) {
    expect(checkEntry(entry, previous, { session_id: sessionId, started_at_ms: recorder.status().startedAtMs })).toMatchObject({
      ok: true,
    });
    previous = entry;
    const container = (await store.get(sessionId, entry.index)) ?? new Uint8Array();
    expect(createHash("sha256").update(container).digest("hex")).toBe(entry.sha256);
    const { plain } = openContainer(container, dataKey);
    expect(plain.length).toBe(entry.plain_size);
    const records = recordsOf(plain);
    expect(commitmentOf(records, sessionId, dataKey, entry.index)).toBe(entry.video);
    chunks.push({ index: entry.index, take: entry.take, records });
  }
  const lines = chunks.flatMap(({ records }) =>
    records.filter(({ type }) => type === 3).flatMap(({ bytes }) => bytes.toString().trimEnd().split("\n")),
  );
  return { chunks, events: lines.map((line) => JSON.parse(line) as SessionEvent) };
}

/** The commitment to a chunk's video, made from what was opened again. */
function commitmentOf(records: ReturnType<typeof recordsOf>, sessionId: string, dataKey: Uint8Array, index: number): string {
  const bytesOf = (kind: number) => Buffer.concat(records.filter(({ type }) => type === kind).map(({ bytes }) => bytes));
  const video = readChunkVideo(bytesOf(1), bytesOf(2));
  if (video === undefined) throw new Error(`Chunk ${index} has no video that can be committed to`);
  return commitToVideo(videoSalt(dataKey, sessionId, index), video);
}

function recordsOf(plain: Buffer): { type: number; bytes: Buffer }[] {
  const records = [];
  for (let at = 0; at < plain.length; at += 5 + plain.readUInt32BE(at + 1)) {
    records.push({ type: plain.readUInt8(at), bytes: plain.subarray(at + 5, at + 5 + plain.readUInt32BE(at + 1)) });
  }
  return records;
}

/** For a video that is only played. */
export const NO_PROOF = { salt: () => new Uint8Array(32), bundle: new Uint8Array(0) };

/** Frames that ffprobe decodes from a file. */
export async function countFrames(path: string): Promise<number> {
  const { stdout } = await run(
    "ffprobe",
    ["-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", path],
    { env: programEnvironment() },
  );
  return Number(stdout.trim());
}
