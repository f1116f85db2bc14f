import { readdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type Bench, isHeld, printReport } from "./report.ts";

const USAGE = "Usage: npm run bench -- <name> [--json] [--seconds <length of a round>]";

async function names(): Promise<string[]> {
  const files = await readdir(new URL(".", import.meta.url));
  return files.flatMap((file) => (file.endsWith(".bench.ts") ? [file.slice(0, -".bench.ts".length)] : [])).toSorted();
}

/** Exit codes: 0 every mark held, 1 one was missed, 2 usage. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, seconds: { type: "string" } },
  });
  const [name] = positionals;
  const seconds = Number(values.seconds ?? Number.NaN);
  const known = await names();
  const isWrong = values.seconds !== undefined && !(seconds >= 1);
  if (name === undefined || positionals.length > 1 || !known.includes(name) || isWrong) {
    console.error(`${USAGE}\nBenchmarks: ${known.join(", ")}`);
    return 2;
  }
  const { bench } = (await import(`./${name}.bench.ts`)) as { readonly bench: Bench };
  const say = (line: string): void => {
    if (!values.json) console.error(line);
  };
  const report = await bench(say, values.seconds === undefined ? {} : { seconds });
  const held = report.marks.every(isHeld);
  const marks = report.marks.map((mark) => ({ ...mark, held: isHeld(mark) }));
  console.log(values.json ? JSON.stringify({ ...report, marks, held }) : printReport(report));
  return held ? 0 : 1;
}

process.exitCode = await main();
