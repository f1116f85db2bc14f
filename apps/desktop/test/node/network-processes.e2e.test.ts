import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProcessGenesis, findViolations, type NetworkProcess, startNetworkProcess } from "@lucid/chain/testing";
import { expect, it, vi } from "vitest";

/** Three of these are more than two thirds of the weight: the other two may be away at the same time. */
const weights = { one: 4, two: 4, three: 4, four: 1, five: 1 };

const finalsOf = (nodes: readonly NetworkProcess[]): number[] => nodes.map(({ finalHeight }) => finalHeight);

/** Waits until each of these has so many final blocks. */
const reach = (nodes: readonly NetworkProcess[], height: number): Promise<void> =>
  vi.waitFor(
    () => {
      expect(nodes.map(({ isAlive }) => isAlive)).not.toContain(false);
      expect(Math.min(...finalsOf(nodes))).toBeGreaterThanOrEqual(height);
    },
    { timeout: 400_000, interval: 100 },
  );

it("five processes agree, while one is killed and one is stopped, and both catch up", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lucid-network-"));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true }));
  const genesis = createProcessGenesis(weights);
  const lives: NetworkProcess[] = [];
  function start(name: keyof typeof weights, dial: readonly string[]): NetworkProcess {
    const life = cleanup.use(startNetworkProcess(join(folder, name), { name, genesis, dial }));
    lives.push(life);
    return life;
  }

  // Each knows one address, and hears of the others there.
  const one = start("one", []);
  await vi.waitFor(() => expect(one.addresses).toHaveLength(1));
  const [two, three] = [start("two", one.addresses), start("three", one.addresses)];
  const [victim, sleeper] = [start("four", one.addresses), start("five", one.addresses)];
  await reach(lives, 1);

  victim.signal("SIGKILL");
  sleeper.signal("SIGSTOP");
  const awake = [one, two, three];
  await reach(awake, Math.max(...finalsOf(awake)) + 2);

  // It is given no address any more: it goes to those that it remembers.
  const returned = start("four", []);
  sleeper.signal("SIGCONT");
  await reach([returned, sleeper, ...awake], Math.max(...finalsOf(awake)) + 2);

  expect(findViolations(genesis, lives)).toEqual([]);
  for (const name of ["lucid:block:v2", "lucid:attestation:v2"])
    expect(lives.flatMap(({ reports }) => reports).some((one) => one.kind === "signed" && one.domain === name)).toBe(true);
  expect(lives.map(({ state }) => state?.halted)).toEqual(lives.map(() => undefined));
});
