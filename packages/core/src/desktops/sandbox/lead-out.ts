import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { NetworkRules } from "./network-rules.ts";

const run = promisify(execFile);

/**
 * Sets the routes that lead out of a running sandbox, through a device that is new: those through the one before went with it. What
 * the rules refuse stays refused meanwhile, since they are the namespace's own.
 *
 * A node that is not root enters a user namespace as who it is, and is root there; root becomes root of it (nsenter(1)).
 */
export async function leadOutAgain(
  programs: { readonly nsenter: string; readonly ip: string },
  { pid, routes }: { readonly pid: number; readonly routes: NetworkRules["routes"] },
  signal: AbortSignal,
): Promise<void> {
  const identity = process.getuid?.() === 0 ? [] : ["--preserve-credentials"];
  for (const route of routes)
    await run(programs.nsenter, ["--target", String(pid), "--user", "--net", ...identity, "--", programs.ip, ...route], {
      signal,
    });
}
