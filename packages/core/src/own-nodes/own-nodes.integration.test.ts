import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmergencyId } from "@lucid/contract";
import { systemClock } from "@lucid/foundation";
import { startRedis } from "@lucid/testkit/node";
import { expect, it, onTestFinished } from "vitest";
import { ada, type EmergencyNode, openEmergencyNode } from "../emergency/testing/open-emergency-node.ts";
import { openSharedNode, until } from "../shared-store/testing/open-shared-nodes.ts";
import { startOwnNodes } from "./start-own-nodes.ts";

const reason = "keys are out";

/** The list of one of several nodes, whose clock a test sets ahead. */
function openList({ shared: { ground, store }, book }: EmergencyNode) {
  let aheadMs = 0;
  const clock = { ...ground.clock, now: () => systemClock.now() + aheadMs };
  const service = startOwnNodes({ ...ground, clock }, { shared: store, book }).services?.ownNodes;
  if (!service) throw new Error("The area has no service");
  return {
    nodes: async () => (await service.list(undefined, ada)).nodes,
    /** What it says of one node. */
    of: async ({ shared: { id } }: EmergencyNode) => (await service.list(undefined, ada)).nodes.find(({ node }) => node === id),
    setAhead(ms: number): void {
      aheadMs = ms;
    },
  };
}

it("tells which nodes have heard of a lockdown, and since when one was not heard of", async () => {
  await using redis = await startRedis();
  const open = async () => await openEmergencyNode(await openSharedNode({ settings: redis.settings }));
  await using a = await open();
  await using b = await open();
  let c = await open();
  await using _c = { [Symbol.asyncDispose]: () => c[Symbol.asyncDispose]() };
  const list = openList(a);
  for (const node of [b, c]) openList(node);
  await until(async () => (await list.nodes()).length === 3);
  expect(await list.of(a)).toMatchObject({ is_self: true, away: false, holds: [] });

  await redis.kill();
  await c.kill();
  const { emergency_id } = await a.service.lockdown({ reason, duration_minutes: 60 }, ada);
  expect(await list.of(a)).toMatchObject({ holds: [emergency_id] });
  expect(await list.of(b)).toMatchObject({ holds: [] });
  const heardOfC = (await list.of(c))?.heard_at;
  await redis.start();
  await until(async () => (await list.of(b))?.holds[0] === emergency_id);
  // A node that is there is heard of again, one that is not stays away.
  list.setAhead(600_000);
  await until(async () => (await list.of(b))?.away === false);
  expect(await list.of(c)).toMatchObject({ away: true, holds: [], heard_at: heardOfC });

  c = await openEmergencyNode(await c.shared.restart());
  openList(c);
  await until(async () => (await list.of(c))?.holds[0] === emergency_id);
  expect(await list.of(c)).toMatchObject({ away: false });
  await b.service.lift({ emergency_id: EmergencyId.parse(emergency_id) }, ada);
  await until(async () => (await list.nodes()).every(({ holds }) => holds.length === 0));
});

it("is one node where no store is shared, and hears nobody who has not the owner's key", async () => {
  await using alone = await openEmergencyNode(await openSharedNode({ settings: {} }));
  const only = await openList(alone).nodes();
  expect(only).toMatchObject([{ node: alone.shared.id, is_self: true, away: false }]);

  await using redis = await startRedis();
  const folder = await mkdtemp(join(tmpdir(), "lucid-owner-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const owner_key_file = join(folder, "owner.key");
  await writeFile(owner_key_file, "the secret of another owner, who uses the same Redis");
  await using a = await openEmergencyNode(await openSharedNode({ settings: redis.settings }));
  await using b = await openEmergencyNode(await openSharedNode({ settings: { ...redis.settings, owner_key_file } }));
  await using c = await openEmergencyNode(await openSharedNode({ settings: redis.settings }));
  const list = openList(a);
  for (const node of [b, c]) openList(node);
  await until(async () => (await list.of(c)) !== undefined);
  expect((await list.nodes()).map(({ node }) => node).toSorted()).toEqual([a.shared.id, c.shared.id].toSorted());
});
