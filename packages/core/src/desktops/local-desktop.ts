import type { ClientKind, Desktop, SandboxLimits } from "./desktop.ts";

/** What holds the applications of this desktop. */
export interface SandboxReport {
  readonly mechanism: "cgroup" | "rlimits";
  readonly limits: SandboxLimits;
  /** True when system calls are filtered as well (x86_64 and arm64). */
  readonly seccomp: boolean;
  readonly network: "none" | "internet" | "target";
}

export interface DesktopClient {
  readonly clientId: number;
  readonly kind: ClientKind;
  readonly address: string;
  readonly connectedAtMs: number;
}

/** An open desktop of this machine. Disposing it ends every process. */
export interface LocalDesktop extends Desktop {
  readonly sessionId: string;
  /** What its programs call their display. */
  readonly displayNumber: number;
  readonly xauthority: string;
  /** The display's own X socket. */
  readonly xSocket: string;
  /** The display's X socket as its programs reach it, behind the gate. */
  readonly appSocket: string;
  readonly rdpAddress: string;
  readonly rdpPort: number;
  /** One-time password: 8 base62 characters. */
  readonly password: string;
  readonly sandbox: SandboxReport;
  /** Process ids of what the node started. */
  readonly processIds: readonly number[];
  clients(): readonly DesktopClient[];
}
