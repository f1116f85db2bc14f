import { createTestSupervisor } from "@lucid/foundation/testing";
import { createDisplayCapture } from "../capture/create-display-capture.ts";
import { detectEncoder } from "../capture/detect-encoder.ts";
import { startRecorder } from "../recorder/start-recorder.ts";
import { startCapturePool } from "../screen/start-capture-pool.ts";
import { startSealerPool } from "../sealer/start-sealer-pool.ts";
import { openChunkStore } from "../store/open-chunk-store.ts";
import { createTestLog, realClock, spawnCapture, spawnSealer } from "./test-fixtures.ts";

/**
 * Records a display until it is killed, and prints each chunk's entry: a node for tests to kill.
 * Arguments: RFB socket, folder of the chunks, session.
 */
const [rfbSocket = "", directory = "", sessionId = ""] = process.argv.slice(2);
const log = createTestLog();
const store = await openChunkStore({ log }, { directory });
const supervisor = createTestSupervisor();
const sealer = await startSealerPool({ supervisor, spawn: spawnSealer }, { workers: 1 });
const recorders = await startCapturePool({ supervisor, spawn: spawnCapture }, { workers: 1 });
const capture = createDisplayCapture(
  { clock: realClock, log, recorders },
  { rfbSocket, width: 640, height: 480, encoder: await detectEncoder({ log }) },
);
await startRecorder(
  { clock: realClock, log, supervisor, sealer, store, capture },
  { sessionId, dataKey: new Uint8Array(32), chunkSeconds: 1 },
  { onChunk: (entry) => void process.stdout.write(`${JSON.stringify(entry)}\n`) },
);
