import { type HostingReport, requireTor, TorTrouble } from "@lucid/core";
import { askKernel, clockErrorIn } from "@lucid/foundation";
import { type Finding, failed, fine, warning } from "./finding.ts";

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

/** Whether there is a tor, and a new enough one. Without it a node works, unless it is to be reached through Tor. */
export async function checkTor(isWanted: boolean): Promise<Finding> {
  try {
    const { path, version } = await requireTor(undefined);
    return fine("Tor", `tor ${version} (${path})${isWanted ? "" : ", switched off"}`);
  } catch (error) {
    if (!(error instanceof TorTrouble)) throw error;
    const { detail, remedy } = error.problem;
    return isWanted
      ? failed("Tor", detail, `${remedy}, or switch the setting tor off`)
      : fine("Tor", `${detail}, and not needed`);
  }
}
