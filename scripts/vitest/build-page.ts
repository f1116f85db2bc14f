import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { alone } from "../alone.ts";

/** Levels that run beside one another show the same page. */
export async function setup(): Promise<void> {
  using _lock = await alone("page");
  const { stderr } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "../ensure-renderer.mjs")]);
  process.stderr.write(stderr);
}
