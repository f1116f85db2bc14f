import { randomInt } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { decoders } from "./fuzz/decoders/index.ts";
import { fuzzWatched, type Summary } from "./fuzz/fuzzer.ts";

/**
 * Puts changed inputs to everything that reads what strangers send:
 * `npm run fuzz -- [--seconds N] [--decoder NAME]... [--seed N] [--json]`. The time is shared out among the decoders. What came to
 * something new is kept in `build/fuzz/corpus` and is where the next run begins. Exit codes: 0 nothing found, 1 something, 2 usage.
 */
const USAGE = `Usage: npm run fuzz -- [--seconds N] [--decoder NAME]... [--seed N] [--json]
Decoders: ${decoders.map(({ name }) => name).join(", ")}`;
const folder = join(import.meta.dirname, "../build/fuzz");

const mib = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MiB`;

function print({ decoder, runs, corpus, slowestMs, mostBytes, grownBytes, findings }: Summary): void {
  const figures = [`${runs} inputs`, `${corpus} kept`, `slowest ${slowestMs.toFixed(1)} ms`, `most ${mib(mostBytes)}`];
  console.log(`${findings.length === 0 ? "held  " : "BROKEN"}  ${decoder}  (${figures.join(", ")}, held ${mib(grownBytes)})`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "60" },
      decoder: { type: "string", multiple: true, default: [] },
      seed: { type: "string", default: String(randomInt(1_000_000_000)) },
      json: { type: "boolean", default: false },
    },
  });
  const seconds = Number(values.seconds);
  const names = decoders.map(({ name }) => name).filter((name) => values.decoder.length === 0 || values.decoder.includes(name));
  if (!(seconds > 0) || names.length < Math.max(1, values.decoder.length)) {
    console.error(USAGE);
    return 2;
  }
  const findings = await fuzzWatched({
    ...{ names, seed: values.seed, milliseconds: (seconds * 1_000) / names.length, corpus: join(folder, "corpus") },
    onEnd: (summary) => (values.json ? console.log(JSON.stringify(summary)) : print(summary)),
  });
  const found = join(folder, "found");
  mkdirSync(found, { recursive: true });
  for (const [index, { decoder, what, input }] of findings.entries()) {
    const file = join(found, `${decoder}-${values.seed}-${index}`);
    writeFileSync(file, Buffer.from(input, "base64"));
    if (values.json) console.log(JSON.stringify({ decoder, what, file }));
    else console.log(`FOUND   ${decoder}: ${what}\n          input: ${file}`);
  }
  if (!values.json) console.log(`seed ${values.seed}, ${names.length} decoders, ${findings.length} findings`);
  return findings.length === 0 ? 0 : 1;
}

process.exitCode = await main();
