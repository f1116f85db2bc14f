import type { PartReport, PartReports } from "../calls/index.ts";
import type { NetworkRun } from "./create-network-run.ts";

/** How the network is from here, measured now. No entry where this node is in none. The node is of use without it. */
export function networkHealth({ joined, problem }: Pick<NetworkRun, "joined" | "problem">, isIn: boolean): PartReports {
  if (!isIn) return {};
  const network: PartReport = { ok: false, optional: true, detail: problem?.detail ?? "", last_success: null };
  if (joined === undefined) return { network };
  const { engine, peers, damagedFiles } = joined;
  const { head, final } = engine.tree;
  const { current } = engine.members;
  const said = [
    `block ${head.height}, final ${final.height}`,
    `${peers.list().length} peers`,
    `${current.members.length} ${current.members.length === 1 ? "member" : "members"}`,
    ...engine.opening.refused.map(({ height }) => `a snapshot of block ${height} was damaged, and is gone`),
    ...[...damagedFiles].map((file) => `the archive ${file} is damaged`),
    ...(engine.isStale ? ["too few members are heard"] : []),
    ...(problem === null ? [] : [problem.code]),
  ];
  return {
    network: {
      ...network,
      ok: problem === null && !engine.isStale,
      detail: said.join(", "),
      last_success: final.height === 0 ? null : new Date(final.timestamp * 1_000).toISOString(),
    },
  };
}
