import { Health } from "@lucid/contract";
import { type Finding, failed, fine, warning } from "./finding.ts";

/** A node that does not answer in this time is told of as not answering. */
const ASK_MS = 3_000;

/** What a node on this machine that runs says of itself; undefined where none answers. */
export async function askNode(host: string, port: number): Promise<Health | undefined> {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const url = `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(ASK_MS) });
    return Health.parse(await answer.json());
  } catch {
    // Nobody is there, or somebody else, which the check of the port tells.
    return undefined;
  }
}

/** Health of a running node, part by part, its processes and workers among them, and whether its main loop keeps up. */
export function runningFindings({ status, version, dependencies, event_loop_p99_ms }: Health): readonly Finding[] {
  const parts = Object.entries(dependencies).map(([name, { ok, detail }]) =>
    ok ? fine(name, detail) : warning(name, detail, REMEDIES[name] ?? `lucid logs --level warn --since 1h, and Node in the page`),
  );
  const own =
    status === "unhealthy"
      ? failed("node", `unhealthy, version ${version}`, "mend the parts below")
      : fine("node", `${status}, version ${version}`);
  return [own, ...parts, checkMainLoop(event_loop_p99_ms)];
}

const REMEDIES: Readonly<Record<string, string>> = {
  desktops: "see what programs say above",
  storage: "make room on the disk, or put the data folder on a larger one",
  programs: "look into lucid logs, mend the cause, and start it anew under Node in the page",
  chain: "lucid logs --part chain",
  network:
    "lucid network status; where its chain is damaged, stop the node and see lucid chain verify and lucid chain import --help",
  clock: "set the clock right, or confirm it under Node in the page",
  log: "look at the disk of the data folder",
  audit: "look at the disk of the data folder: nothing of the log is lost while the node runs",
};

/** A call waits this long for its turn before somebody notices. */
const MOST_DELAY_MS = 200;

function checkMainLoop(delayMs: number): Finding {
  const detail = `held up for ${Math.round(delayMs)} ms (p99)`;
  return delayMs > MOST_DELAY_MS
    ? warning("main loop", detail, "let fewer sessions run at once, or see what else runs on this machine")
    : fine("main loop", detail);
}
