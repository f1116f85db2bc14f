import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import type { HostingReport } from "@lucid/core";
import { askKernel, clockErrorIn } from "@lucid/foundation";
import { type Finding, failed, fine, warning } from "./finding.ts";

const run = promisify(execFile);

/** Programs, encoder, sandbox and limits, as the node itself tries them. */
export const programFindings = ({ checks }: HostingReport): readonly Finding[] =>
  checks.map(({ name, ok, detail, warning: trouble, remedy = "see docs/guides/troubleshooting.md" }) => {
    if (!ok) return failed(name, detail, remedy);
    if (trouble !== undefined) return warning(name, `${detail}: ${trouble}`, remedy);
    if (name === "limits of desktops" && detail.startsWith("process limits"))
      return warning(name, `${detail}: no control groups`, "run the node as a service with Delegate=yes, as the package does");
    return fine(name, detail);
  });

/** Beyond this a recording says when something was with a doubt that matters. */
const MOST_ERROR_MS = 1_000;

/** Whether something keeps this machine's clock in step. */
export async function checkClock(): Promise<Finding> {
  const remedy = "let a service keep it: sudo apt-get install chrony";
  try {
    const boundMs = clockErrorIn(await askKernel());
    if (boundMs === null) return warning("clock", "nothing keeps it in step: recordings say when with an unknown error", remedy);
    const detail = `in step, within ${boundMs} ms`;
    return boundMs > MOST_ERROR_MS ? warning("clock", detail, remedy) : fine("clock", detail);
  } catch (error) {
    return warning("clock", `its error is not known: ${(error as Error).message}`, "install perl, by which the kernel is asked");
  }
}

/** Nothing in this version goes by Tor: it is told of for who wants to offer a node by an onion service of their own. */
export async function checkTor(): Promise<Finding> {
  const place = ["/usr/bin/tor", "/usr/sbin/tor"].find((path) => existsSync(path));
  if (place === undefined) return fine("Tor", "not installed, and not needed");
  const { stdout } = await run(place, ["--version"], { timeout: 5_000 });
  return fine("Tor", `${stdout.split("\n")[0]?.replace(/\.$/, "")} (${place})`);
}
