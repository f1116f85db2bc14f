import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Worker } from "node:worker_threads";
import { pipelineErrors } from "@lucid/contract";
import { createTestSupervisor } from "@lucid/foundation/testing";
import type { ChunkEntry } from "@lucid/proof";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createDisplayCapture } from "../capture/create-display-capture.ts";
import { detectEncoder } from "../capture/detect-encoder.ts";
import { saveVideo } from "../replay/save-video.ts";
import { startCapturePool } from "../screen/start-capture-pool.ts";
import { openContainer } from "../sealer/sealer.compliance.ts";
import { startSealerPool } from "../sealer/start-sealer-pool.ts";
import { createMemoryChunkStore } from "../store/create-memory-chunk-store.ts";
import { openChunkStore } from "../store/open-chunk-store.ts";
import {
  countFrames,
  ffmpegOf,
  isRunning,
  NO_PROOF,
  openRecording,
  recordFrames,
  startTestRecorder,
} from "../testing/recorder-fixture.ts";
import { startTestDisplay } from "../testing/test-display.ts";
import { createTestLog, realClock, spawnCapture, spawnSealer } from "../testing/test-fixtures.ts";
import { startRecorder } from "./start-recorder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-recorder-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const clockWindow = "while :; do date +%N; done";

describe("recording a display", () => {
  it("keeps every frame and every event, in chunks that open again and play", async () => {
    await using store = await openChunkStore({ log: createTestLog() }, { directory: join(folder, "chunks") });
    await using sealer = await startSealerPool({ supervisor: createTestSupervisor(), spawn: spawnSealer }, { workers: 2 });
    await using session = await startTestRecorder({}, { store, sealer });
    const { recorder, display } = session;
    display.launch("xterm", "-e", "sh", "-c", clockWindow);
    recorder.addEvent({ t: realClock.now(), type: "clipboard", direction: "in", bytes: 12 });
    for (const pressed of [true, false])
      recorder.addEvent({ t: realClock.now(), type: "key", client: 1, pressed, key: "Return" });
    await recordFrames(recorder, 55);
    const summary = await recorder.stop();

    const { frames, updates, restarts } = recorder.status().stages.recording;
    expect(recorder.status()).toMatchObject({
      state: "stopped",
      stages: { storage: { pendingChunks: 0, pendingBytes: 0, retries: 0 } },
    });
    expect(restarts).toBe(0);
    const { chunks, events } = await openRecording(session);
    expect(summary).toMatchObject({ chunks: chunks.length, lostChunks: 0 });
    expect(chunks.length).toBeGreaterThanOrEqual(3);
    expect(await saveVideo(chunks, NO_PROOF, join(folder, "video.mp4"))).toMatchObject({ takes: 1 });
    expect(await countFrames(join(folder, "video.mp4"))).toBe(frames);
    expect(await readdir(folder)).toEqual(["chunks", "video.mp4"]);
    expect(updates).toBeGreaterThan(20);
    expect(session.entries.every(({ keyframe }) => keyframe)).toBe(true);

    const given = events.filter(({ type }) => type !== "heartbeat");
    expect(given.map(({ type, key, pressed }) => [type, key, pressed])).toEqual([
      ["clipboard", undefined, undefined],
      ["key", "Return", true],
      ["key", "Return", false],
    ]);
    expect(session.entries.reduce((sum, entry) => sum + entry.events, 0)).toBe(events.length);
    for (const { t } of events) {
      expect(t).toBeGreaterThanOrEqual(recorder.status().startedAtMs);
      expect(t).toBeLessThanOrEqual(realClock.now());
    }
  });

  it("names a pause in the chunk after it, with its reason", async () => {
    await using session = await startTestRecorder();
    const { recorder, entries } = session;
    await recordFrames(recorder, 3);
    await recorder.pause("The owner took a break");
    expect(recorder.status()).toMatchObject({ state: "paused", reason: "The owner took a break" });
    recorder.addEvent({ t: realClock.now(), type: "clipboard" });
    await recorder.resume();
    await recordFrames(recorder, 2);
    await recorder.stop();
    const { chunks, events } = await openRecording(session);
    expect(new Set(chunks.map(({ take }) => take))).toEqual(new Set([0, 1]));
    expect(entries.find(({ take }) => take === 1)?.gap_before).toMatchObject({
      kind: "paused",
      note: "The owner took a break",
    });
    expect(events.filter(({ type }) => type !== "heartbeat")).toEqual([]);
    expect(await saveVideo(chunks, NO_PROOF, join(folder, "video.mp4"))).toMatchObject({ takes: 2 });
    expect(await countFrames(join(folder, "video.mp4"))).toBe(recorder.status().stages.recording.frames);
  });
});

describe("when something dies", () => {
  it("goes on with a new take after ffmpeg was killed, and names the gap", async () => {
    await using session = await startTestRecorder();
    const { recorder, entries } = session;
    await recordFrames(recorder, 3);
    process.kill(await ffmpegOf(), "SIGKILL");
    await recordFrames(recorder, 2);
    await recorder.stop();
    expect(recorder.status().stages.recording.restarts).toBe(1);
    await openRecording(session);
    const gap = entries.find(({ take }) => take === 1)?.gap_before;
    expect(gap).toMatchObject({ kind: "recorder_lost", code: "recorder-ended" });
  });

  it("reports a picture that stands still, and that it is back", async () => {
    await using session = await startTestRecorder();
    const { recorder, reports } = session;
    await recordFrames(recorder, 2);
    process.kill(await ffmpegOf(), "SIGSTOP");
    // On a busy machine it may really have stood still before: that it did is told each time, in pairs.
    await vi.waitFor(() => expect(reports.at(-1)).toBe("lost LUCID_PIPELINE_ERR_4522"), { timeout: 20_000 });
    expect(recorder.status().state).toBe("lost");
    await vi.waitFor(() => expect(reports.at(-1)).toBe("back"), { timeout: 30_000 });
    await recorder.stop();
    await openRecording(session);
    expect(session.entries.find(({ take }) => take === 1)?.gap_before).toMatchObject({ kind: "recorder_lost" });
  });

  it("loses nothing when the sealing workers die", async () => {
    const workers: Worker[] = [];
    const spawn = () => {
      const worker = spawnSealer();
      workers.push(worker);
      return worker;
    };
    await using sealer = await startSealerPool({ supervisor: createTestSupervisor(), spawn }, { workers: 1 });
    await using session = await startTestRecorder({}, { sealer });
    await recordFrames(session.recorder, 3);
    await workers[0]?.terminate();
    await recordFrames(session.recorder, 2);
    await workers[1]?.terminate();
    await session.recorder.stop();
    const { chunks } = await openRecording(session);
    expect(await saveVideo(chunks, NO_PROOF, join(folder, "video.mp4"))).toMatchObject({ takes: 1 });
    expect(await countFrames(join(folder, "video.mp4"))).toBe(session.recorder.status().stages.recording.frames);
    expect(sealer.gauges().restarts).toBe(2);
  });

  it("says that the display is gone and stops in good order", async () => {
    await using session = await startTestRecorder();
    await recordFrames(session.recorder, 3);
    await session.display[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(session.reports.at(-1)).toBe("lost LUCID_PIPELINE_ERR_4522"), { timeout: 20_000 });
    expect(await session.recorder.stop()).toMatchObject({ lostChunks: 0 });
    await openRecording(session);
  });

  it("leaves every reported chunk whole, and no program behind, when the node itself is killed", async () => {
    await using display = await startTestDisplay();
    const directory = join(folder, "chunks");
    const sessionId = crypto.randomUUID();
    const program = new URL("../testing/recording.program.ts", import.meta.url).pathname;
    const node = spawn(process.execPath, [program, display.rfbSocket, directory, sessionId], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const entries: ChunkEntry[] = [];
    for await (const line of createInterface({ input: node.stdout })) {
      entries.push(JSON.parse(line) as ChunkEntry);
      if (entries.length === 3) break;
    }
    const ffmpeg = await ffmpegOf(node.pid);
    node.kill("SIGKILL");
    await vi.waitFor(async () => expect(await isRunning(ffmpeg)).toBe(false), { timeout: 10_000 });

    await using store = await openChunkStore({ log: createTestLog() }, { directory });
    for (const entry of entries) {
      const container = (await store.get(sessionId, entry.index)) ?? new Uint8Array();
      expect(createHash("sha256").update(container).digest("hex")).toBe(entry.sha256);
      expect(openContainer(container, new Uint8Array(32)).plain).toHaveLength(entry.plain_size);
    }
  });

  it("does not start without a display", async () => {
    const log = createTestLog();
    const nowhere = { rfbSocket: join(folder, "rfb"), width: 640, height: 480 };
    const supervisor = createTestSupervisor();
    await using recorders = await startCapturePool({ supervisor, spawn: spawnCapture }, { workers: 1 });
    const display = { ...nowhere, encoder: await detectEncoder({ log }) };
    const capture = createDisplayCapture({ clock: realClock, log, recorders }, display);
    const options = { sessionId: crypto.randomUUID(), dataKey: new Uint8Array(32) };
    await using sealer = await startSealerPool({ supervisor, spawn: spawnSealer }, { workers: 1 });
    const starting = startRecorder(
      { clock: realClock, log, supervisor, sealer, store: createMemoryChunkStore(), capture },
      options,
      { onChunk: () => undefined },
    );
    await expect(starting).rejects.toMatchObject({ code: "LUCID_PIPELINE_ERR_4522" });
  });
});

describe("when the store is full", () => {
  it("pauses, keeps what it has and goes on when there is room again", async () => {
    const store = createMemoryChunkStore();
    let full = false;
    const limited = {
      ...store,
      put: (...args: Parameters<typeof store.put>) => (full ? Promise.reject(pipelineErrors.STORE_FULL()) : store.put(...args)),
    };
    await using session = await startTestRecorder({}, { store: limited });
    const { recorder, entries, reports } = session;
    await recordFrames(recorder, 2);
    full = true;
    // Besides, a busy machine may tell of a picture that stood still.
    const ofStorage = () => reports.filter((report) => report.startsWith("storage"));
    await vi.waitFor(() => expect(ofStorage()).toEqual(["storage trouble LUCID_PIPELINE_ERR_4501"]), { timeout: 20_000 });
    await vi.waitFor(() =>
      expect(recorder.status()).toMatchObject({ state: "blocked", reason: pipelineErrors.spec.STORE_FULL.message }),
    );
    full = false;
    await vi.waitFor(() => expect(ofStorage()).toEqual(["storage trouble LUCID_PIPELINE_ERR_4501", "storage back"]), {
      timeout: 20_000,
    });
    await recordFrames(recorder, 2);
    await recorder.stop();
    await openRecording(session);
    expect(entries.flatMap(({ gap_before }) => gap_before ?? [])).toContainEqual(
      expect.objectContaining({ kind: "recorder_lost", code: "storage-blocked" }),
    );
  });

  it("gives up at the deadline and says how many chunks are gone", async () => {
    const store = { ...createMemoryChunkStore(), put: () => Promise.reject(pipelineErrors.STORE_FULL()) };
    await using session = await startTestRecorder({ chunkSeconds: 10 }, { store });
    await recordFrames(session.recorder, 2);
    expect(await session.recorder.stop(500)).toMatchObject({ chunks: 0, lostChunks: 1 });
    expect(session.entries).toEqual([]);
  });
});
