import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { type Outcome, sideBySide } from "./side-by-side.ts";

/** Lint leaves a core without work for a part of its time, and knip has but one thread. Nothing reads what the check of types writes while it does. */
const LINES = [
  ["lint", "typecheck"],
  ["format:check", "knip"],
] as const;

async function run(script: string): Promise<Outcome> {
  const child = spawn("npm", ["run", "--silent", script], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { isGood: code === 0, output: `${out}${err}` };
}

process.exitCode = (await sideBySide(LINES, run, (output) => process.stdout.write(output))) ? 0 : 1;
