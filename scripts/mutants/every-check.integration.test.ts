import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { it } from "vitest";

/** Half a minute on a quiet core, minutes on one that eight others share. */
const TIMEOUT_MS = 600_000;
const OUTPUT_BYTES = 64 * 1_048_576;

interface Tried {
  readonly tried: number;
  readonly unnoticed: readonly object[];
  readonly stale: readonly object[];
}

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

async function tried(program: string, ...args: readonly string[]): Promise<Tried> {
  const { stdout } = await promisify(execFile)(program, args, { maxBuffer: OUTPUT_BYTES });
  return JSON.parse(stdout) as Tried;
}

const NOTHING = { unnoticed: [], stale: [] };

it.concurrent("V13: gives the first verifier no check that no vector needs", { timeout: TIMEOUT_MS }, async ({ expect }) => {
  const result = await tried(process.execPath, pathOf("../mutate-verifier.ts"));
  expect(result).toMatchObject(NOTHING);
  expect(result.tried).toBeGreaterThan(800);
});

it.concurrent("V13: gives the second verifier no check that no vector needs", { timeout: TIMEOUT_MS }, async ({ expect }) => {
  const formats = pathOf("../../docs/formats/");
  const program = pathOf("second_verifier_mutants.py");
  const result = await tried("python3", program, `${formats}second_verifier.py`, `${formats}vectors`);
  expect(result).toMatchObject(NOTHING);
  expect(result.tried).toBeGreaterThan(540);
});
