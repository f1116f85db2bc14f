import type { PartReport } from "../calls/index.ts";
import type { TorView } from "./create-switch.ts";

/** How Tor is for `/health`. On its way into the network it does what it should. */
export function healthOfTor({ state, progress, step, problem, publishedMs, connectedMs }: TorView): PartReport {
  const last_success = connectedMs === null ? null : new Date(connectedMs).toISOString();
  const words = {
    off: "off",
    starting: "starting",
    connecting: `connecting, ${progress} %${step === "" ? "" : `: ${step}`}`,
    connected: publishedMs === null ? "connected, not yet to be found" : "connected",
    failed: problem === null ? "failed" : `${problem.detail}: ${problem.remedy}`,
  };
  return { ok: state !== "failed", detail: words[state], last_success, optional: true };
}
