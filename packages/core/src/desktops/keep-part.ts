import type { Supervisor, UnitEnd } from "@lucid/foundation";
import type { Child, ChildExit } from "../ground/index.ts";
import type { DesktopPart } from "./desktop.ts";

export interface PartOptions {
  /** The desktop is not wanted any more. Heeded until the part runs for the first time. */
  readonly signal: AbortSignal;
  /** Restarts granted in a minute; default: the supervisor's. */
  readonly restarts?: number;
  /** The desktop goes on without it: it is started again for as long as the desktop is there, in ever longer pauses. */
  readonly isDispensable?: boolean;
}

/** Starts a part of a desktop, and starts it again when it ends, until disposed. */
export type KeepPart = (
  part: DesktopPart,
  start: (signal: AbortSignal) => Promise<Child>,
  options: PartOptions,
) => Promise<AsyncDisposable>;

export interface PartHandlers {
  /** A run ended, and the next is about to be started. */
  readonly onRestart: (part: DesktopPart, exit: ChildExit) => void;
  /** It ended more often than it may. */
  readonly onLost: (part: DesktopPart, exit: ChildExit) => void;
}

export function createPartKeeper(
  deps: { readonly supervisor: Pick<Supervisor, "start"> },
  sessionId: string,
  handlers: PartHandlers,
): KeepPart {
  return (part, start, { signal, isDispensable = false, ...options }) =>
    deps.supervisor.start(
      {
        ...{ kind: `desktop-${part}`, name: sessionId, start, ...options },
        ...(isDispensable && { restarts: Number.POSITIVE_INFINITY }),
        onRestart: (end) => handlers.onRestart(part, exitOf(end)),
        onFailed: (end) => handlers.onLost(part, exitOf(end)),
      },
      signal,
    );
}

const exitOf = (end: UnitEnd<ChildExit>): ChildExit => (end.kind === "exited" ? end.exit : { code: null, signal: null });
