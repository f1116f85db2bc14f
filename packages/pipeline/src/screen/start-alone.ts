import type { Supervisor } from "@lucid/foundation";
import type { CaptureOptions } from "./capture.protocol.ts";
import type { CaptureControl, CaptureMessage, CaptureWorker } from "./start-capture-worker.ts";

export interface AloneDeps {
  readonly supervisor: Pick<Supervisor, "start">;
  readonly startWorker: (signal: AbortSignal) => Promise<CaptureWorker>;
}

/** A run in a worker of its own. Disposing abandons it. */
export interface AloneRun extends CaptureControl, AsyncDisposable {
  /** Run and worker are gone; never rejects. */
  readonly gone: Promise<void>;
}

/** Starts a worker for one run, which it ends with: what hangs there hurts nobody else. What it is told meanwhile waits for it. */
export function startAlone(
  { supervisor, startWorker }: AloneDeps,
  options: CaptureOptions,
  onMessage: (message: CaptureMessage) => void,
): AloneRun {
  const over = Promise.withResolvers<void>();
  const unwanted = new AbortController();
  const told: Parameters<CaptureControl["tell"]>[0][] = [];
  let control: CaptureControl | undefined;
  let isOver = false;

  function end(detail: string): void {
    if (isOver) return;
    isOver = true;
    over.resolve();
    unwanted.abort();
    onMessage({ type: "ended", run: 0, detail });
  }

  async function live(): Promise<void> {
    const started = Promise.withResolvers<CaptureWorker>();
    const start = async (signal: AbortSignal): Promise<CaptureWorker> => {
      const worker = await startWorker(signal);
      started.resolve(worker);
      return worker;
    };
    await using _worker = await supervisor.start({ kind: "capture", name: "alone", restarts: 0, start }, unwanted.signal);
    if (isOver) return;
    control = (await started.promise).start(options, (message) => {
      if (message.type === "ended") end(message.detail);
      else onMessage(message);
    });
    for (const type of told.splice(0)) control.tell(type);
    await over.promise;
  }

  const abandon = (): void => end("It could not be ended");
  const gone = live().catch((error: unknown) => end(error instanceof Error ? error.message : String(error)));
  return {
    gone,
    tell(type) {
      if (control) control.tell(type);
      else told.push(type);
    },
    abandon,
    async [Symbol.asyncDispose]() {
      abandon();
      await gone;
    },
  };
}
