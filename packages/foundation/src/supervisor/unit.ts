/** `waiting`: it ended and is started again after a pause. `failed`: it ended too often, and waits to be asked. */
export type UnitState = "starting" | "running" | "waiting" | "failed" | "stopped";

/** One life of a process, a worker or whatever else may end by itself. Disposing ends it, also twice, also when it is over. */
export interface Run<Exit> extends AsyncDisposable {
  /** Settles with what is known about its end; never rejects. */
  readonly exited: Promise<Exit>;
}

/** Why there is no run any more. */
export type UnitEnd<Exit> =
  | { readonly kind: "exited"; readonly exit: Exit }
  | { readonly kind: "not-started"; readonly cause: unknown };

export interface UnitOptions<Exit> {
  /** What it is, e.g. `sealer`: the label of its metrics. */
  readonly kind: string;
  /** Which one of its kind, e.g. the session it belongs to. */
  readonly name: string;
  /** Starts one run and resolves when it is of use. It gives up when the signal aborts: too late, or not wanted any more. */
  readonly start: (signal: AbortSignal, unit: Unit) => Promise<Run<Exit>>;
  /** Time that one start may take; default `START_MS`. */
  readonly startMs?: number;
  /** Restarts granted in a minute; default `RESTARTS`. With 0 its first end is its last. */
  readonly restarts?: number;
  /** Where the pause before a restart, which doubles, stops to grow; default `LONGEST_PAUSE_MS`. */
  readonly longestPauseMs?: number;
  /** True for a unit that calls `worked`: that it runs does not yet count as success. */
  readonly reportsWork?: boolean;
  /** It is about to be started again. */
  readonly onRestart?: (end: UnitEnd<Exit>) => void;
  /** It is `failed` by now. */
  readonly onFailed?: (end: UnitEnd<Exit>) => void;
}

/** What health shows of a unit. Times are Unix milliseconds, taken from the monotonic clock as seen from now. */
export interface UnitStatus {
  /** Names it in `Supervisor.retry`; never used twice. */
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  readonly state: UnitState;
  /** Since when it is in that state. */
  readonly sinceMs: number;
  readonly restarts: number;
  /** When it last did its work or, for `running`, last came up; null before that. */
  readonly lastSuccessMs: number | null;
  /** What counts as success: work that the unit reported, or that it runs. */
  readonly measuredBy: "work" | "running";
}

/** Something that is kept running until it is disposed. */
export interface Unit extends AsyncDisposable {
  status(): UnitStatus;
  /** It has just done what it is there for. Shortens the next pause to the first one. */
  worked(): void;
  /** Starts it now where it waits or has failed; after a failure it has one try to prove itself. */
  retry(): void;
}
