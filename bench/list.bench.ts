import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { BenchReport } from "./report.ts";

const PROGRAM = "../packages/core/src/sessions/testing/list-bench/list-bench.worker.ts";

interface Times {
  readonly list: readonly number[];
  readonly bare: readonly number[];
  readonly cpu: readonly number[];
}

interface Measured {
  readonly sessions: number;
  readonly groups: Readonly<Record<"first" | "deep" | "word" | "common", Times>>;
  readonly statistics: readonly number[];
  readonly hits: number;
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? Number.NaN;

/**
 * Lists of 50 of 100 000 sessions by the service of sessions over its real databases, by every sort and filter, against
 * the bare statement that reads the same rows, each list followed by it.
 */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  say("fills a node with 100 000 sessions, and lists them: about a minute");
  const child = spawn(process.execPath, [fileURLToPath(new URL(PROGRAM, import.meta.url))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [answer, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error(`The node ended with ${code}`);
  const { groups, statistics, hits, sessions } = JSON.parse(answer) as Measured;

  const figuresOf = ({ list, bare, cpu }: Times) => ({
    list_cpu_mean_ms: cpu.reduce((sum, one) => sum + one, 0) / cpu.length,
    list_best_ms: quantile(list, 0),
    list_p50_ms: quantile(list, 0.5),
    list_p95_ms: quantile(list, 0.95),
    bare_p50_ms: quantile(bare, 0.5),
    bare_p95_ms: quantile(bare, 0.95),
    ratio: quantile(list, 0.5) / quantile(bare, 0.5),
    calls: list.length,
  });
  const first = figuresOf(groups.first);
  const deep = figuresOf(groups.deep);
  const word = figuresOf(groups.word);
  return {
    name: "list",
    marks: [
      { what: "list of 50, first pages, p95", value: first.list_p95_ms, unit: "ms", atMost: 2 },
      { what: "list of 50, page 1 000, p95", value: deep.list_p95_ms, unit: "ms", atMost: 2 },
      { what: "list of 50 with a word of about 1 000 sessions, p95", value: word.list_p95_ms, unit: "ms", atMost: 2 },
      { what: "first pages against the bare statement, medians", value: first.ratio, unit: "x", atMost: 8 },
    ],
    figures: {
      sessions,
      first,
      deep,
      word,
      word_of_an_eighth: figuresOf(groups.common),
      most_hits_of_a_word: hits,
      statistics_p50_ms: quantile(statistics, 0.5),
      statistics_p95_ms: quantile(statistics, 0.95),
    },
    notes: [
      "each group holds 4 sorts, 2 orders, with and without an account's and a state's filter, of sessions of 20 accounts",
      "measured at the service: the gateway's guard and the check of the answer come on top",
    ],
  };
}
