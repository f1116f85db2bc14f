import { Health } from "@lucid/contract";
import { type Finding, failed, fine, warning } from "./finding.ts";

/** A node that does not answer in this time is told of as not answering. */
const ASK_MS = 3_000;

/** What a node on this machine that runs says of itself; undefined where none answers. */
export async function askNode(
  host: string,
  port: number,
): Promise<{ readonly url: string; readonly health: Health } | undefined> {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const url = `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(ASK_MS) });
    return { url, health: Health.parse(await answer.json()) };
  } catch {
    // Nobody is there, or somebody else, which the check of the port tells.
    return undefined;
  }
}

/** Health of a running node, part by part, its processes and workers among them, and its metrics. */
export async function runningFindings(node: { readonly url: string; readonly health: Health }): Promise<readonly Finding[]> {
  const { status, version, dependencies } = node.health;
  const parts = Object.entries(dependencies).map(([name, { ok, detail }]) =>
    ok ? fine(name, detail) : warning(name, detail, REMEDIES[name] ?? `lucid logs --level warn --since 1h, and Node in the page`),
  );
  const own =
    status === "unhealthy"
      ? failed("node", `unhealthy, version ${version}`, "mend the parts below")
      : fine("node", `${status}, version ${version}`);
  return [own, ...parts, await checkMetrics(node.url)];
}

const REMEDIES: Readonly<Record<string, string>> = {
  desktops: "see what programs say above",
  storage: "make room on the disk, or put the data folder on a larger one",
  programs: "look into lucid logs, mend the cause, and start it anew under Node in the page",
  chain: "lucid logs --part chain",
  clock: "set the clock right, or confirm it under Node in the page",
  log: "look at the disk of the data folder",
  audit: "look at the disk of the data folder: nothing of the log is lost while the node runs",
};

/** How long the event loop was held up lately, where the node's metrics are open to this machine. */
const MOST_DELAY_SECONDS = 0.2;

async function checkMetrics(url: string): Promise<Finding> {
  const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(ASK_MS) }).catch(() => undefined);
  if (!answer) return warning("metrics", "the node does not answer any more", "lucid logs --level warn --since 1h");
  if (!answer.ok) return fine("metrics", `for who is logged in (${answer.status}): metrics_public is off`);
  const [, delay = ""] = /^lucid_event_loop_delay_p99_seconds (\S+)$/m.exec(await answer.text()) ?? [];
  const detail = `event loop held up for ${Math.round(Number(delay) * 1_000)} ms (p99)`;
  return Number(delay) > MOST_DELAY_SECONDS
    ? warning("metrics", detail, "let fewer sessions run at once, or see what else runs on this machine")
    : fine("metrics", detail);
}
