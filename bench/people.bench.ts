import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { BenchReport } from "./report.ts";

const PROGRAM = "../packages/core/src/people/testing/people-bench.worker.ts";

interface Times {
  readonly list: readonly number[];
  readonly bare: readonly number[];
  readonly cpu: readonly number[];
}

interface Measured {
  readonly people: number;
  readonly groups: Readonly<Record<"first" | "deep" | "filtered" | "word" | "common", Times>>;
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? Number.NaN;

/** Lists of 50 of 100 000 people over their real tables, against the bare statement that reads the same rows. */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  say("fills a node with 100 000 people, and lists them: some seconds");
  const child = spawn(process.execPath, [fileURLToPath(new URL(PROGRAM, import.meta.url))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [answer, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error(`The node ended with ${code}`);
  const { groups, people } = JSON.parse(answer) as Measured;
  const figuresOf = ({ list, bare, cpu }: Times) => ({
    list_cpu_mean_ms: cpu.reduce((sum, one) => sum + one, 0) / cpu.length,
    list_best_ms: quantile(list, 0),
    list_p50_ms: quantile(list, 0.5),
    list_p95_ms: quantile(list, 0.95),
    bare_p50_ms: quantile(bare, 0.5),
    bare_p95_ms: quantile(bare, 0.95),
    calls: list.length,
  });
  const first = figuresOf(groups.first);
  const deep = figuresOf(groups.deep);
  const word = figuresOf(groups.word);
  return {
    name: "people",
    marks: [
      { what: "list of 50, first pages, p95", value: first.list_p95_ms, unit: "ms", atMost: 2 },
      { what: "list of 50, page 800 to 1 160, p95", value: deep.list_p95_ms, unit: "ms", atMost: 2 },
      { what: "list of 50 of those whom a text of 1 000 finds, p95", value: word.list_p95_ms, unit: "ms", atMost: 2 },
    ],
    figures: {
      people,
      first,
      deep,
      by_two_filters: figuresOf(groups.filtered),
      word,
      text_of_a_third: figuresOf(groups.common),
    },
    notes: ["measured at the list of accounts: the gateway's guard and the check of the answer come on top"],
  };
}
