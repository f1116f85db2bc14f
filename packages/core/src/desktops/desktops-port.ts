import type { Encoder } from "@lucid/pipeline";
import type { Ground } from "../ground/index.ts";
import type { Desktop, DesktopOptions } from "./desktop.ts";

/** What a machine offers to open desktops and to record them. */
export interface DesktopsPort {
  /** Whether it can, and what is missing. Never throws for something missing. */
  probe(): Promise<HostingReport>;
  /** Once per node start, on a machine that is able to: ends what an earlier run left behind. */
  open(ground: Pick<Ground, "metrics" | "supervisor">, options: OpenDesktopsOptions): Promise<DesktopOpener & AsyncDisposable>;
}

export interface OpenDesktopsOptions {
  /** The node's data folder: keys in `keys/rdp`, sessions' private folders in `run/`. */
  readonly dataDirectory: string;
  /** The one that the probe found. */
  readonly encoder: Encoder;
  /** File that a capture worker runs. */
  readonly captureProgram: string;
}

export interface DesktopOpener {
  /**
   * Opens one desktop. Resolves when it is painted and accepts connections.
   * @throws LucidError NO_FREE_PORT or DESKTOP_START, and leaves nothing behind.
   */
  startDesktop(options: DesktopOptions): Promise<Desktop>;
}

export interface HostingCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What should be done although it works, with the command. */
  readonly warning?: string;
}

export interface HostingReport {
  readonly able: boolean;
  readonly checks: readonly HostingCheck[];
  /** Names of what is missing. */
  readonly missing: readonly string[];
  /** Command that installs what is missing. */
  readonly install: string;
  /** H.264 encoder that passed a trial run; undefined when nothing here can record. */
  readonly encoder: Encoder | undefined;
}
