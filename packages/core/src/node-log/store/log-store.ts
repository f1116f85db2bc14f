import type { LogEntry, LogFilter } from "@lucid/contract";
import type { Store, StoreHost } from "@lucid/foundation";

/** The calls that a store of log lines answers. */
export interface LogCalls {
  /** Takes all lines or none, and removes what is too old or too much. A batch that is there already is passed over. */
  readonly append: {
    readonly ask: { readonly batch: string; readonly lines: readonly string[]; readonly nowMs: number };
    readonly answer: { readonly kept: number };
  };
  readonly list: {
    readonly ask: {
      readonly filter: LogFilter;
      /** Only lines before this one, newest first. */
      readonly before?: number | undefined;
      readonly limit: number;
    };
    readonly answer: { readonly entries: readonly LogEntry[]; readonly next: number | null };
  };
  /** Removes some of what is too old or too much, as `append` does, by the time given; how many lines went. */
  readonly sweep: { readonly ask: number; readonly answer: number };
  readonly parts: { readonly ask: null; readonly answer: readonly string[] };
}
export type LogStore = Store<LogCalls>;
export type LogHost = StoreHost<LogCalls>;
