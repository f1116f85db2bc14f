/** One promise of a benchmark: what was measured, and what it has to be. */
export interface Mark {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
}

export interface BenchReport {
  readonly name: string;
  readonly marks: readonly Mark[];
  /** Everything else that was measured, for the JSON output. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** What a reader has to know about the circumstances. */
  readonly notes?: readonly string[] | undefined;
}

export interface BenchOptions {
  /** Length of one round, for the benchmarks that measure in rounds. */
  readonly seconds?: number;
}

/** What `bench/<name>.bench.ts` exports. `say` shows progress; it is silent with `--json`. */
export type Bench = (say: (line: string) => void, options: BenchOptions) => Promise<BenchReport>;

export const isHeld = ({ value, atLeast, atMost }: Mark): boolean =>
  Number.isFinite(value) && (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);

const round = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** The report as a table that fits a terminal. */
export function printReport({ name, marks, figures, notes = [] }: BenchReport): string {
  const rows = marks.map((mark) => [
    isHeld(mark) ? "held" : "MISSED",
    mark.what,
    `${round(mark.value)} ${mark.unit}`,
    [mark.atLeast === undefined ? "" : `at least ${mark.atLeast}`, mark.atMost === undefined ? "" : `at most ${mark.atMost}`]
      .filter(Boolean)
      .join(", "),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const more = Object.entries(figures).map(
    ([key, value]) => `  ${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return [name, ...table.map((line) => `  ${line}`), ...more, ...notes.map((note) => `  note: ${note}`)].join("\n");
}
