import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createProcessGenesis, findViolations, type NetworkProcess, startNetworkProcess } from "../../peers/network-process.ts";
import { percentile } from "../crowd.ts";
import { figure, type Scenario } from "../scenario.ts";

const MEMBERS = 7;
const ANCHORS_PER_SECOND = 500;
/** As many as a list may have. */
const LIST = 64;
const SECONDS = 600;
const MOST_FINAL_S = 30;
const MOST_SHARE = 70;
/** Longer than a busy machine needs until its first block, or its last anchor, is final. */
const MOST_WAIT_MS = 600_000;

async function until(isThere: () => boolean, what: string): Promise<void> {
  for (const from = performance.now(); !isThere(); await wait(200))
    if (performance.now() - from > MOST_WAIT_MS) throw new Error(`sim: ${what}: not within ${MOST_WAIT_MS} ms`);
}

const processorMs = (nodes: readonly NetworkProcess[]): number =>
  nodes.reduce((sum, { state }) => sum + (state?.processorMs ?? 0), 0);

export const sustained: Scenario = {
  name: "sustained",
  rule: "13.3, 14",
  happens: `${MEMBERS} members in processes of their own send ${ANCHORS_PER_SECOND} anchors a second together, in lists, for ${SECONDS} s (real engines, connections, disks and time; blocks of 10 s)`,
  nodes: 1,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "lucid-sustained-"));
    await using stack = new AsyncDisposableStack();
    stack.defer(() => rmSync(folder, { recursive: true, force: true }));
    const names = Array.from({ length: MEMBERS }, (_, index) => `member ${index}`);
    const genesis = createProcessGenesis(Object.fromEntries(names.map((name) => [name, 1])), {});
    const nodes: NetworkProcess[] = [];
    for (const name of names) {
      const dial = nodes.flatMap(({ addresses }) => addresses);
      const node = stack.use(startNetworkProcess(join(folder, name), { name, genesis, dial }));
      nodes.push(node);
      await until(() => node.addresses.length > 0, "a node that listens");
    }
    await until(() => nodes.every(({ finalHeight }) => finalHeight > 0), "a final block");

    const [from, before] = [performance.now(), processorMs(nodes)];
    for (const node of nodes) node.anchor((1_000 * MEMBERS * LIST) / ANCHORS_PER_SECOND, LIST);
    await wait(1_000 * SECONDS);
    for (const node of nodes) node.anchor(0, 0);
    const lasted = performance.now() - from;
    const share = Math.round((100 * (processorMs(nodes) - before)) / (lasted * availableParallelism()));
    // Each says once a second what waits.
    await wait(2_000);
    const isDone = until(() => nodes.every(({ isAlive, state }) => !isAlive || state?.waiting === 0), "every anchor final");
    const left = await isDone.then(
      () => 0,
      () => nodes.reduce((sum, { state }) => sum + (state?.waiting ?? 0), 0),
    );
    const lists = nodes.flatMap(({ reports }) => reports.flatMap((one) => (one.kind === "anchored" ? [one] : [])));
    const p99 = Math.round(
      percentile(
        lists.map(({ ms }) => ms),
        0.99,
      ) / 1_000,
    );
    const perSecond = Math.round((1_000 * lists.reduce((sum, { items }) => sum + items, 0)) / lasted);
    const violations = findViolations(genesis, nodes);
    return [
      figure(
        "anchors that became final, for each second",
        `${ANCHORS_PER_SECOND}, less a tenth`,
        perSecond,
        perSecond >= 0.9 * ANCHORS_PER_SECOND,
      ),
      figure("lists that did not become final", "none", left, left === 0),
      figure(
        "final on the node that sent it after, seconds, p99",
        `at most ${MOST_FINAL_S}`,
        p99,
        lists.length > 0 && p99 <= MOST_FINAL_S,
      ),
      figure("share of all cores, percent", `at most ${MOST_SHARE}`, share, share <= MOST_SHARE),
      figure(
        "nodes that ended, and what must never be signed",
        "none",
        `${nodes.filter(({ isAlive }) => !isAlive).length}, ${violations.join(", ") || "none"}`,
        violations.length === 0 && nodes.every(({ isAlive }) => isAlive),
      ),
    ];
  },
};
