import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { startTestNode } from "@lucid/testkit/node";
import { expect, it, onTestFinished } from "vitest";

it("everything in a node's data folder is its user's alone", async () => {
  const umask = process.umask(0o022);
  onTestFinished(() => void process.umask(umask));
  await using node = await startTestNode();
  await node.time.pass(30);
  const files = readdirSync(node.data, { recursive: true, encoding: "utf8" });
  expect(files).toEqual(expect.arrayContaining(["node.db", "chain.db", "keys/node.key", "node.lock"]));
  const open = files.filter((file) => (statSync(join(node.data, file)).mode & 0o077) !== 0);
  expect(open).toEqual([]);
});
