import { startTestNode, type TestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { ownNode } from "./testing/owned-node.ts";

it("shows the node at a glance, and what asks for somebody", async () => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  const session_id = await owner.prepare();
  await owner.start(session_id);
  await owner.record(session_id, 1);
  const { dashboard, emergency } = owner.client;
  const { size_bytes } = await owner.client.sessions.get({ session_id });
  const overview = await dashboard.overview();
  expect(overview).toMatchObject({
    people: { total: 1, logged_in: 1, super_admins: 1 },
    sessions: { open: 1, total: 1, size_bytes },
    storage: { used_bytes: size_bytes, forecast: { kind: "measuring", measured_hours: 0 } },
  });
  expect(overview.blockchain.height).toBeGreaterThan(0);
  expect(overview.alerts).toContainEqual(expect.objectContaining({ code: "one-super-admin", severity: "info" }));
  const { components } = await dashboard.health();
  expect(components).toContainEqual(expect.objectContaining({ name: "database", status: "healthy" }));

  await emergency.disableSessions({ reason: "a drill" });
  const during = await dashboard.overview();
  expect(during).toMatchObject({
    system_status: "maintenance",
    alerts: [{ code: "emergency", severity: "critical" }, ...during.alerts.slice(1)],
  });
});

it("measures every five minutes, and keeps it over a restart", async () => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  const storage = async (on: TestNode) =>
    (await (await owner.fresh(on)).dashboard.metrics({ type: "storage", range: "1h" })).points;
  // What is measured comes from the disk in real time.
  for (const measured of [1, 2]) {
    await node.time.pass(measured === 1 ? 310 : 300);
    await expect.poll(async () => (await storage(node)).length).toBe(2 * measured);
  }
  const measured = await storage(node);
  expect(measured.map(({ metric_name }) => metric_name)).toEqual(["stored_bytes", "free_bytes", "stored_bytes", "free_bytes"]);
  await node.stop();
  await using again = await startTestNode({ data: node.data, time: node.time });
  expect(await storage(again)).toEqual(measured);
});
