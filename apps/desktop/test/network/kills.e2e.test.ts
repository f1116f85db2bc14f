import { randomInt } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createProcessChange,
  createProcessGenesis,
  findViolations,
  type NetworkProcess,
  startNetworkProcess,
} from "@lucid/chain/testing";
import type { v2 } from "@lucid/proof";
import { expect, it, vi } from "vitest";

/** For so long nodes are killed; ten minutes at night. */
const KILLS_MS = Number(process.env["LUCID_NETWORK_KILLS_S"] ?? 120) * 1_000;
const members = ["one", "two", "three", "four", "five", "six", "seven"];
const NEWCOMER = "eight";
/** Two of seven equal ones may be away, and the five others are more than two thirds. Whoever came back says nothing for three positions. */
const MAX_AWAY = 2;
const isBack = ({ isAlive, reports }: NetworkProcess): boolean => isAlive && reports.some(({ kind }) => kind === "signed");

const until = <Result>(look: () => Result): Promise<Result> => vi.waitFor(look, { timeout: 600_000, interval: 200 });

it("seven processes agree while one after the other is killed and a member comes and goes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lucid-network-"));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true }));
  // Times of a real network: where seven share a busy core, none of them answers within a second.
  const genesis = createProcessGenesis(Object.fromEntries(members.map((name) => [name, 1])), {});
  const lives: NetworkProcess[] = [];
  const nodes = new Map<string, NetworkProcess>();

  function start(name: string, dial: readonly string[]): NetworkProcess {
    const life = cleanup.use(startNetworkProcess(join(folder, name), { name, genesis, dial }));
    lives.push(life);
    nodes.set(name, life);
    return life;
  }
  const nodeOf = (name: string): NetworkProcess => {
    const node = nodes.get(name);
    if (node === undefined) throw new Error(`there is no node ${name}`);
    return node;
  };
  const highest = (): number => Math.max(...lives.map(({ finalHeight }) => finalHeight));
  /** The members as whoever knows most of them says. */
  const newestList = (): v2.MemberList | undefined =>
    [...nodes.values()].flatMap(({ state }) => state?.list ?? []).toSorted((left, right) => right.version - left.version)[0];
  const reach = (names: readonly string[], height: number): Promise<void> =>
    until(() => {
      for (const name of names) expect(nodeOf(name).isAlive, `${name} lives`).toBe(true);
      expect(Math.min(...names.map((name) => nodeOf(name).finalHeight))).toBeGreaterThanOrEqual(height);
    });

  const first = start("one", []);
  await until(() => expect(first.addresses).toHaveLength(1));
  for (const name of [...members.slice(1), NEWCOMER]) start(name, first.addresses);
  await reach(members, 1);

  /** Has the change sent until a final block has it: whoever was asked first may be killed before it could say it. */
  async function change(version: number, what: Parameters<typeof createProcessChange>[3]): Promise<void> {
    const list = newestList();
    if (list === undefined) throw new Error("nobody has said who is a member");
    const wish = createProcessChange(genesis, list, members, what);
    await vi.waitFor(
      () => {
        if (newestList()?.version === version) return;
        for (const name of members) nodeOf(name).propose(wish);
        throw new Error(`no final block has list ${version}`);
      },
      { timeout: 600_000, interval: 2_000 },
    );
  }

  let kills = 0;
  let isOver = false;
  async function kill(): Promise<void> {
    while (!isOver) {
      const back = members.filter((name) => isBack(nodeOf(name)));
      const name = back[randomInt(Math.max(1, back.length))];
      if (name === undefined || members.length - back.length >= MAX_AWAY) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        continue;
      }
      nodeOf(name).signal("SIGKILL");
      kills += 1;
      await until(() => expect(nodeOf(name).isAlive).toBe(false));
      // It is given no address: it goes to those that it remembers.
      const again = start(name, []);
      await until(() => expect(again.addresses).toHaveLength(1));
      await new Promise((resolve) => setTimeout(resolve, randomInt(2_000)));
    }
  }

  const startedAt = performance.now();
  const killing = kill();
  const changing = change(1, { add: NEWCOMER }).then(() => change(2, { remove: NEWCOMER }));
  await Promise.race([killing, Promise.all([changing, new Promise((resolve) => setTimeout(resolve, KILLS_MS))])]);
  isOver = true;
  await Promise.all([killing, changing]);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);

  const before = highest();
  await reach(members, before + 2);
  console.log(`${kills} kills in ${seconds} s, ${lives.length} lives, ${highest()} final blocks`);
  expect(kills).toBeGreaterThan(0);
  expect(findViolations(genesis, lives)).toEqual([]);
  expect(newestList()?.members).toHaveLength(members.length);
  expect(members.map((name) => nodeOf(name).state?.halted)).toEqual(members.map(() => undefined));
});
