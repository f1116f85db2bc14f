import type { Encoder } from "@lucid/pipeline";
import type { Ground } from "../ground/index.ts";
import type { Desktop, DesktopOptions } from "./desktop.ts";

/** What a machine offers to open desktops and to record them. */
export interface DesktopsPort {
  /** Whether it can, and what is missing. Never throws for something missing. */
  probe(): Promise<HostingReport>;
  /** Once per node start, on a machine that is able to: ends what an earlier run left behind. */
  open(ground: Pick<Ground, "metrics" | "supervisor">, options: OpenDesktopsOptions): Promise<OpenDesktops>;
}

/** What RDP clients compare. */
export interface RdpCertificate {
  /** SHA-256, upper-case hex pairs with colons. */
  readonly fingerprint: string;
  /** Unix ms. */
  readonly validUntilMs: number;
}

/** The certificate of the machine's RDP front. A desktop keeps the one that it was opened with. */
export interface CertificateKeeper {
  /** What desktops show that are opened from now on. */
  certificate(): RdpCertificate;
  /** Makes another key with its certificate. @throws when the folder of keys cannot be written; the one of before stays then. */
  exchangeCertificate(): Promise<RdpCertificate>;
}

export interface OpenDesktops extends DesktopOpener, CertificateKeeper, AsyncDisposable {}

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
  /** What is wrong although it works. */
  readonly warning?: string;
  /** What to do, with the command. */
  readonly remedy?: string;
}

export interface HostingReport {
  readonly able: boolean;
  readonly checks: readonly HostingCheck[];
  /** Names of what is missing. */
  readonly missing: readonly string[];
  /** How the programs that are missing are installed; empty where none is, and the checks say what else stands in the way. */
  readonly install: string;
  /** H.264 encoder that passed a trial run; undefined when nothing here can record. */
  readonly encoder: Encoder | undefined;
}
