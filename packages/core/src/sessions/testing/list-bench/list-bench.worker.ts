import { setTimeout as sleep } from "node:timers/promises";
import type { SessionState } from "@lucid/contract";
import { systemClock } from "@lucid/foundation";
import type { Caller, Services } from "../../../calls/index.ts";
import { openTestGround } from "../../../ground/testing/open-test-ground.ts";
import { startSessionsArea } from "../start-sessions-area.ts";
import { testCaller } from "../test-caller.ts";
import { fillAnchors } from "./fill-anchors.ts";
import { fillSessions, SESSIONS, users, wordAt } from "./fill-sessions.ts";

/**
 * Lists of a node with 100 000 sessions, for bench/list.bench.ts: the real databases, chain and service. Each list is
 * followed by the bare statement that reads the same rows. The answer is one line, milliseconds of each call by group.
 */
type List = Parameters<Services["sessions"]["list"]>[0];

const ROUNDS = 12;
const LIMIT = 50;
const DEEP_PAGE = 1_000;

const opened = await openTestGround();
const ground = { ...opened, clock: systemClock };
const { chain, sessions, ...area } = await startSessionsArea(ground, { blockInterval: 2 });
fillSessions(ground.db.write);
while (chain.read.finalized().height === 0) await sleep(500);
fillAnchors(ground.db.read, ground.folder.file("chain.db"), chain.read.finalized(), ground.keys.publicKey);

const bare = ground.db.read.prepare("SELECT * FROM sessions WHERE session_id IN (SELECT value FROM json_each(?))");

interface Times {
  readonly list: number[];
  readonly bare: number[];
  /** Processor time of each list. Some systems count it in steps of milliseconds: only sums of many calls tell something. */
  readonly cpu: number[];
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

async function measure(input: List, caller: Caller, times: Times): Promise<number> {
  const cpuBefore = cpuMs();
  const startedAt = performance.now();
  const { sessions: rows, pagination } = await sessions.list(input, caller);
  const listedAt = performance.now();
  times.cpu.push(cpuMs() - cpuBefore);
  if (rows.length === 0) throw new Error(`Nothing was listed: ${JSON.stringify(input)}`);
  const ids = JSON.stringify(rows.map((row) => row.session_id));
  const askedAt = performance.now();
  bare.all(ids);
  times.bare.push(performance.now() - askedAt);
  times.list.push(listedAt - startedAt);
  return pagination.total;
}

const all = testCaller(users[1] ?? "", ["view_all_sessions"]);
const own = testCaller(users[0] ?? "", []);
const shapes = (["created_at", "updated_at", "name", "size"] as const).flatMap((sort) =>
  (["asc", "desc"] as const).flatMap((order) =>
    [all, own].flatMap((caller) =>
      ([undefined, "completed"] as const).map((status: SessionState | undefined) => ({ caller, input: { sort, order, status } })),
    ),
  ),
);

const group = (): Times => ({ list: [], bare: [], cpu: [] });
const groups = { first: group(), deep: group(), word: group(), common: group() };
let hits = 0;
for (let round = 0; round <= ROUNDS; round += 1) {
  if (round === 1) for (const times of Object.values(groups)) times.list.length = times.bare.length = times.cpu.length = 0;
  for (const [at, { input, caller }] of shapes.entries()) {
    const list = { ...input, limit: LIMIT };
    await measure({ ...list, page: 1 + (round % 5) }, caller, groups.first);
    await measure({ ...list, page: caller === all ? DEEP_PAGE : DEEP_PAGE / 2 }, caller, groups.deep);
    hits = Math.max(hits, await measure({ ...list, page: 1, q: wordAt(round * 100 + at) }, caller, groups.word));
    if (round < 3) await measure({ ...list, page: 1, q: "patch" }, caller, groups.common);
    // The chain and the log get their turn, as between two calls of a node.
    await sleep(1);
  }
}
const figures: number[] = [];
for (let round = 0; round < 50; round += 1) {
  const startedAt = performance.now();
  await sessions.statistics(undefined, all);
  figures.push(performance.now() - startedAt);
}
process.stdout.write(`${JSON.stringify({ sessions: SESSIONS, groups, statistics: figures, hits })}\n`);
await area[Symbol.asyncDispose]();
await opened[Symbol.asyncDispose]();
