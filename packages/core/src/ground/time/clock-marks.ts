import type { BootMoment, Clock, OpenDatabase } from "@lucid/foundation";

/** What a node knew of time when it last wrote it down. Milliseconds. */
export interface ClockMark {
  readonly boot: BootMoment | undefined;
  /** The node's steady time. */
  readonly steadyMs: number;
  /** What the time of day should have been: as far as it is believed. */
  readonly wallMs: number;
  /** How far the clock was ahead of that, and for how long it was watched since. */
  readonly aheadMs: number;
  readonly heldMs: number;
}

interface MarkColumns {
  readonly boot: string | null;
  readonly boot_ms: number;
  readonly steady_ms: number;
  readonly wall_ms: number;
  readonly ahead_ms: number;
  readonly held_ms: number;
}

/** The one row of `clock_mark`. */
export function createClockMarks({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const find = read.prepare<[], MarkColumns>("SELECT * FROM clock_mark");
  const put = write.prepare(`
    INSERT OR REPLACE INTO clock_mark (id, boot, boot_ms, steady_ms, wall_ms, ahead_ms, held_ms)
    VALUES (1, ?, ?, ?, ?, ?, ?)`);
  return {
    read(): ClockMark | undefined {
      const row = find.get();
      if (row === undefined) return undefined;
      const boot = row.boot === null ? undefined : { boot: row.boot, ms: row.boot_ms };
      return { boot, steadyMs: row.steady_ms, wallMs: row.wall_ms, aheadMs: row.ahead_ms, heldMs: row.held_ms };
    },
    write({ boot, ...mark }: ClockMark): void {
      const times = [boot?.ms ?? 0, mark.steadyMs, mark.wallMs, mark.aheadMs, mark.heldMs].map(Math.round);
      put.run(boot?.boot ?? null, ...times);
    },
  };
}

/** How long ago a mark was written, by the machine's own count; undefined when it has been off since. */
export function sinceMark(clock: Clock, { boot }: ClockMark): number | undefined {
  const now = clock.sinceBoot?.();
  return now === undefined || boot?.boot !== now.boot ? undefined : Math.max(0, now.ms - boot.ms);
}
