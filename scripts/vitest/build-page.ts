import { execFileSync } from "node:child_process";
import { join } from "node:path";

export function setup(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, "../ensure-renderer.mjs")], { stdio: "inherit" });
}
