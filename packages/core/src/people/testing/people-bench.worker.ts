import { setTimeout as sleep } from "node:timers/promises";
import { openTestGround } from "../../ground/testing/open-test-ground.ts";
import { type AccountFilter, createAccountList } from "../account-list.ts";
import { toListedAccount } from "../account-repository.ts";
import { peopleTables } from "../people-tables.ts";
import { COMMON, fillPeople, nameOf, RARE } from "./fill-people.ts";

/**
 * Lists of a node with 100 000 people, for bench/people.bench.ts. Each list is followed by the bare statement that reads the same
 * rows. The answer is one line of JSON: milliseconds of each call by group.
 */
const PEOPLE = 100_000;
const ROUNDS = 60;
const LIMIT = 50;
await using ground = await openTestGround();
ground.db.attach(peopleTables);
fillPeople(ground.db.write, PEOPLE);

const list = createAccountList(ground.db.read);
const bare = ground.db.read.prepare("SELECT * FROM users WHERE user_id IN (SELECT value FROM json_each(?))");

interface Times {
  readonly list: number[];
  readonly bare: number[];
  /** Processor time of each list. Some systems count it in steps of milliseconds: only sums of many calls tell something. */
  readonly cpu: number[];
}
const group = (): Times => ({ list: [], bare: [], cpu: [] });
const groups = { first: group(), deep: group(), filtered: group(), word: group(), common: group() };

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function measure(filter: Omit<AccountFilter, "limit">, times: Times): void {
  const cpuBefore = cpuMs();
  const startedAt = performance.now();
  const users = list({ ...filter, limit: LIMIT }).accounts.map(toListedAccount);
  const listedAt = performance.now();
  times.cpu.push(cpuMs() - cpuBefore);
  if (users.length === 0) throw new Error(`Nobody was listed: ${JSON.stringify(filter)}`);
  const ids = JSON.stringify(users.map(({ user_id }) => user_id));
  const askedAt = performance.now();
  bare.all(ids);
  times.bare.push(performance.now() - askedAt);
  times.list.push(listedAt - startedAt);
}

for (let round = 0; round <= ROUNDS; round += 1) {
  // The first round fills caches.
  if (round === 1) for (const times of Object.values(groups)) times.list.length = times.bare.length = times.cpu.length = 0;
  const near = round * LIMIT;
  const middle = 40_000 + round * 300;
  measure({ offset: near }, groups.first);
  measure({ offset: near, status: "active" }, groups.first);
  measure({ offset: middle }, groups.deep);
  measure({ offset: middle, status: "active" }, groups.deep);
  measure({ offset: middle, role: "USER" }, groups.deep);
  measure({ offset: 10_000 + round * 50, role: "USER", kycStatus: "verified" }, groups.filtered);
  measure({ offset: 1_000 + round * 5, status: "suspended", role: "USER" }, groups.filtered);
  measure({ offset: round * 3, text: RARE }, groups.word);
  measure({ offset: 0, text: nameOf(round * 97).slice(0, 9) }, groups.word);
  measure({ offset: round * 300, text: COMMON }, groups.common);
  await sleep(1);
}
process.stdout.write(`${JSON.stringify({ people: PEOPLE, groups })}\n`);
