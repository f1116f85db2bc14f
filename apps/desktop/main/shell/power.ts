import { powerMonitor, powerSaveBlocker } from "electron";
import type { NodeHost } from "./node-host.ts";

export interface PowerDeps {
  readonly host: Pick<NodeHost, "node" | "onChange">;
  /** A recording stays paused after a sleep, and why. */
  readonly onStillPaused: (reason: string) => void;
  readonly onTrouble: (error: unknown) => void;
  /** The computer is being shut down. */
  readonly onShutdown: () => void;
}

/**
 * Sleep of the computer: what is recorded is paused, which seals the chunk that is open, and goes on after waking. A computer that
 * records does not fall asleep by itself.
 */
export function watchPower({ host, onStillPaused, onTrouble, onShutdown }: PowerDeps): void {
  let blocker: number | undefined;

  async function wake(): Promise<void> {
    for (const { reason } of (await host.node?.recordings.wake()) ?? []) onStillPaused(reason);
  }

  powerMonitor.on("suspend", () => {
    host.node?.recordings.suspend().catch(onTrouble);
  });
  powerMonitor.on("resume", () => {
    wake().catch(onTrouble);
  });
  powerMonitor.on("shutdown", onShutdown);
  host.onChange(() => {
    const isRecording = (host.node?.recordings.count() ?? 0) > 0;
    if (isRecording && blocker === undefined) blocker = powerSaveBlocker.start("prevent-app-suspension");
    if (!isRecording && blocker !== undefined) {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
  });
}
