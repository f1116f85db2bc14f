import { parentPort } from "node:worker_threads";
import type { CaptureOptions, FromCapture, ToCapture } from "./capture.protocol.ts";
import { createPixelStore } from "./pixel-store.ts";
import { type CaptureRun, startCaptureRun } from "./start-capture-run.ts";

const port = parentPort;
if (!port) throw new Error("capture.worker runs as a worker thread only");
const send = (message: FromCapture, transfer: readonly ArrayBuffer[] = []): void => port.postMessage(message, transfer);
const pixels = createPixelStore();
const runs = new Map<number, CaptureRun>();
let mark = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

port.on("message", (message: ToCapture) => {
  switch (message.type) {
    case "ping":
      return send({ type: "pong" });
    case "mark":
      mark = message.mark;
      return;
    case "start":
      return workFor(message.run, () => begin(message.run, message.options));
    default:
      return workFor(message.run, () => runs.get(message.run)?.[message.type]());
  }
});
send({ type: "ready" });

/** Whoever ends this thread because it hangs reads for whom. What throws ends the thread as well, and leaves its mark. */
function workFor(run: number, work: () => void): void {
  const outer = Atomics.exchange(mark, 0, run);
  work();
  Atomics.store(mark, 0, outer);
}

/** One that cannot even begin must not end the others. */
function begin(run: number, options: CaptureOptions): void {
  try {
    runs.set(run, start(run, options));
  } catch (error) {
    send({ type: "ended", run, detail: error instanceof Error ? error.message : String(error) });
  }
}

function start(run: number, options: CaptureOptions): CaptureRun {
  return startCaptureRun({ random: randomFraction, pixels, working: (work) => workFor(run, work) }, options, {
    onBegan: (atMs) => send({ type: "began", run, atMs }),
    onInit: (init) => send({ type: "init", run, init: { ...init, bytes: Uint8Array.from(init.bytes) } }),
    onFragment(fragment) {
      const bytes = Uint8Array.from(fragment.bytes);
      fragment.bytes.fill(0);
      send({ type: "fragment", run, fragment: { ...fragment, bytes } }, [bytes.buffer]);
    },
    onHeartbeat: (atMs, counts) => send({ type: "heartbeat", run, atMs, counts }),
    onStalled: (fromMs, toMs, cause) => send({ type: "stalled", run, fromMs, toMs, cause }),
    onWaits: (cause) => send({ type: "waits", run, cause }),
    onStuck: (cause) => send({ type: "stuck", run, cause }),
    onEnd(detail) {
      runs.delete(run);
      send({ type: "ended", run, detail });
    },
  });
}

/** Not to be foreseen by what is on the screen. */
function randomFraction(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}
