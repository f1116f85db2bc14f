import type { Duplex } from "node:stream";
import type { DisplayCapture } from "@lucid/pipeline";
import type { ClipboardEvent, InputEvent, InputRefused, ProgramInputEvent } from "./input-event.ts";
import type { ProgramEvent, WindowEvent } from "./program-event.ts";
import type { DesktopTemplate } from "./template.ts";

/** Width and height of the display in pixels. The display is never resized while it is open. */
export interface Geometry {
  readonly width: number;
  readonly height: number;
}

/** What the sandboxed applications may reach. `target` allows exactly one host. */
export type NetworkPolicy = "none" | "internet" | { readonly target: { readonly host: string; readonly port: number } };

/** The part of a session's policy that the desktop itself enforces. Everything absent from it is closed. */
export interface DesktopPolicy {
  readonly clipboard: {
    /** From the person's computer into the desktop. */
    readonly hostToRemote: boolean;
    /** From the desktop to the person's computer. */
    readonly remoteToHost: boolean;
  };
  readonly keyboard: boolean;
  readonly mouse: boolean;
  readonly network: NetworkPolicy;
}

/** What somebody tries in a desktop that is open. */
export type DesktopAction = "connect_viewer" | "connect_rdp" | "type" | "point" | "copy_in" | "copy_out";

export interface DesktopOptions {
  /** UUID of the session. */
  readonly sessionId: string;
  /** Private folder of the session (`run/<session>`): made with mode 0700, removed at the end. */
  readonly directory: string;
  readonly geometry: Geometry;
  readonly template: DesktopTemplate;
  readonly policy: DesktopPolicy;
  /** Whether it may be done now, of what `policy` opens; asked again each time it is tried. */
  readonly may: (action: DesktopAction) => boolean;
  /** Where RDP clients connect: default 127.0.0.1, ports 13389 to 14389. How long they may take: default `RDP_DEADLINES`. */
  readonly rdp?: {
    readonly address?: string;
    readonly fromPort?: number;
    readonly toPort?: number;
    readonly helloMs?: number;
    readonly passwordMs?: number;
  };
  /** Aborted: the desktop is not wanted any more. Heeded until it is open. */
  readonly signal?: AbortSignal;
  /** Whether titles of windows and names of programs are told as events; default false. */
  readonly tellPrograms?: boolean;
  /** Limits of the sandbox; defaults in `sandbox/limits.ts`. */
  readonly limits?: Partial<SandboxLimits>;
}

export interface SandboxLimits {
  /** Bytes of memory of all applications together, their files included; and of each process alone. */
  readonly memoryBytes: number;
  readonly processes: number;
  /** CPU time of one process in seconds (rlimit). */
  readonly cpuSeconds: number;
  /** Cores of all applications together; without cgroups, of what else wants the processor nothing is taken beyond them. */
  readonly cpuCores: number;
  /** Bytes of each writable folder of the sandbox (home, /tmp, /dev/shm). They live in memory. */
  readonly scratchBytes: number;
}

/** A limit that a desktop's programs reached. Memory ends the session; the others hold by themselves. */
export type SandboxLimit = "memory" | "processes" | "cpu";

export type DesktopPart = "display" | "rdp" | "clipboard" | "applications" | "network";

/** Why the desktop is gone. `disposed` is the ordinary end. */
export interface DesktopExit {
  readonly part: DesktopPart | "disposed";
  readonly code: number | null;
  readonly signal: string | null;
}

export type ClientKind = "rdp" | "viewer";

/** Something that happened around the desktop, for the session's record. Times are unix milliseconds. */
export type DesktopEvent =
  | InputEvent
  | InputRefused
  | ClipboardEvent
  | ProgramInputEvent
  | WindowEvent
  | ProgramEvent
  /** Programs caused more events than a record takes; so many are not in it. */
  | { readonly type: "program-events-dropped"; readonly atMs: number; readonly count: number }
  /** A program tried to get past the X gate and lost its connection to the display. */
  | { readonly type: "program-cut"; readonly atMs: number; readonly reason: string }
  | {
      readonly type: "client-connected";
      readonly atMs: number;
      readonly kind: ClientKind;
      readonly clientId: number;
      readonly address: string;
    }
  | {
      readonly type: "client-disconnected";
      readonly atMs: number;
      readonly kind: ClientKind;
      readonly clientId: number;
      readonly address: string;
    }
  | { readonly type: "password-failed"; readonly atMs: number; readonly kind: ClientKind; readonly address: string }
  | { readonly type: "password-locked"; readonly atMs: number; readonly untilMs: number }
  | {
      readonly type: "part-restarted";
      readonly atMs: number;
      readonly part: DesktopPart;
      readonly code: number | null;
      readonly signal: string | null;
    }
  | { readonly type: "application-exited"; readonly atMs: number; readonly command: string; readonly code: number }
  /** What connects the desktop's network does not answer any more, or does again. */
  | { readonly type: "network-changed"; readonly atMs: number; readonly answers: boolean }
  | { readonly type: "limit-reached"; readonly atMs: number; readonly limit: SandboxLimit }
  | { readonly type: "input-changed"; readonly atMs: number; readonly enabled: boolean };

/** What a person needs to connect with a native RDP client. */
export interface ConnectInfo {
  readonly address: string;
  readonly port: number;
  readonly username: "session";
  readonly password: string;
  /** SHA-256 of the certificate, upper-case hex pairs with colons. */
  readonly certificateFingerprint: string;
}

/** One open desktop. Disposing it ends all of it within 2 s and leaves nothing behind. */
export interface Desktop extends AsyncDisposable {
  readonly geometry: Geometry;
  readonly connect: ConnectInfo;
  /** For the recorder: the picture. Input is told by `onEvent`. */
  readonly capture: DisplayCapture;
  /** False drops keys, pointer and viewers' clipboard of every client at once; what is held down is let go. Programs go on. */
  setInputEnabled(enabled: boolean): void;
  /**
   * Serves RFB (security type None) on a stream whose owner was authorised by other means, e.g. a viewer's WebSocket with a ticket.
   * `viewOnly` drops its input and clipboard whatever the policy allows.
   */
  attachViewer(stream: Duplex, viewer: { readonly address: string; readonly viewOnly: boolean }): void;
  /** Cuts every client that `may` does not let in any more. What moves is cut by itself; this reaches connections on which nothing does. */
  recheckClients(): void;
  onEvent(listener: (event: DesktopEvent) => void): Disposable;
  /** Called once, also when the desktop is already gone. */
  onExit(listener: (exit: DesktopExit) => void): Disposable;
}
