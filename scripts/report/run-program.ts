import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

export const CHECKOUT = join(import.meta.dirname, "../..");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the checkout to its end, as whoever reads the report would. */
export async function runProgram(program: string, args: readonly string[]): Promise<Ran> {
  const child = spawn(program, args, { cwd: CHECKOUT, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, stdout, stderr };
}

export const runLucid = (...args: string[]): Promise<Ran> =>
  runProgram(process.execPath, [join(CHECKOUT, "apps/desktop/main/cli/lucid.mjs"), ...args]);

/** The last line that says something: why a program would not. */
export const lastWords = ({ code, stderr }: Ran): string =>
  stderr.trim().split("\n").at(-1)?.slice(0, 200) || `it ended with ${code}`;
