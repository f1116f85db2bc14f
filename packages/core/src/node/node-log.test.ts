import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { readNodeLog } from "../node-log/index.ts";
import { clientOf, logInAs, ownNode } from "./testing/owned-node.ts";

it("keeps what the node logs: for who may see it, across a restart, and without a secret", async () => {
  await using node = await startTestNode({ settings: { registration: "open" }, keepsLog: true });
  const owner = await ownNode(node);
  const stranger = await logInAs(node, walletFromPhrase(createWallet().phrase));
  await expect(clientOf(node, stranger.access_token).nodeLog.list({})).rejects.toThrow();
  await expect(clientOf(node, `${owner.login.access_token}x`).people.me()).rejects.toThrow();

  const { entries, parts, keep_days } = await owner.client.nodeLog.list({ q: "refused nodeLog" });
  expect(keep_days).toBe(30);
  expect(parts).toEqual(expect.arrayContaining(["calls", "chain", "node"]));
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    level: "info",
    part: "calls",
    message: "call refused",
    data: { procedure: "nodeLog.list", userId: stranger.user.user_id },
  });
  expect((await owner.client.nodeLog.list({ q: "node started" })).entries).toHaveLength(1);
  expect((await owner.client.nodeLog.list({ level: "info", part: "calls" })).entries.length).toBeGreaterThan(1);

  await node.stop();
  using kept = readNodeLog(node.data);
  expect(kept.list({ filter: { q: "node started" }, limit: 10 }).entries).toHaveLength(1);
  const bytes = readdirSync(node.data)
    .filter((name) => name.startsWith("log.db"))
    .map((name) => readFileSync(join(node.data, name), "latin1"))
    .join("");
  expect(bytes).toContain("call refused");
  for (const secret of [owner.login.access_token, owner.login.refresh_token, stranger.refresh_token, node.setupCode])
    expect(bytes).not.toContain(secret ?? expect.fail("there is no such secret"));
});
