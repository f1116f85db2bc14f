import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { createNodeClient } from "../../main/cli/rest/node-client.ts";
import { becomeOwner, LUCID, runLucid, startNodeProcess, temporaryFolder } from "./test-node.ts";

it("shows the log of a node that runs, as it goes on, and of one that was killed", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const written: string[] = [];
  await using node = await startNodeProcess(data, ["--log-level", "info"], { onLog: (text) => written.push(text) });
  await becomeOwner(node);
  const logs = (...more: string[]) => runLucid(["logs", "--data", data, ...more]);
  await expect.poll(async () => (await logs("node", "started")).stdout, { timeout: 20_000 }).toContain("node started");
  const started = await logs("--json", "--since", "1h", "--level", "info", "node", "started");
  expect(started).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(started.stdout)).toMatchObject({ level: "info", part: "node", data: { url: node.announced.url } });
  // What a service's journal keeps is as it was.
  expect(written.join("")).toMatch(/^\{"level":30,"time":\d+,.*"msg":"node started"\}$/m);

  const following = spawn(process.execPath, [LUCID, "logs", "--data", data, "--follow", "--json", "--part", "calls"]);
  const lines = createInterface({ input: following.stdout })[Symbol.asyncIterator]();
  const stranger = createNodeClient(node.announced.url);
  await expect(stranger.people.me()).rejects.toThrow();
  const { value = "" } = await lines.next();
  expect(JSON.parse(value)).toMatchObject({ message: "call refused", data: { procedure: "people.me" } });
  following.kill("SIGINT");
  expect(await once(following, "exit")).toEqual([0, null]);

  const left = spawn(process.execPath, [LUCID, "logs", "--data", data, "--follow", "--part", "calls"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(left, "exit");
  await once(left.stdout, "data");
  left.stdout.destroy();
  await expect(stranger.people.me()).rejects.toThrow();
  expect(await ended).toEqual([0, null]);

  await node.end("SIGKILL");
  expect((await logs("--part", "calls")).stdout).toContain("procedure=people.me");
  expect(await logs("--since", "yesterday")).toMatchObject({ code: 2, stderr: expect.stringContaining("--since must be") });
  expect(await logs("--level", "loud")).toMatchObject({ code: 2 });
  expect(await runLucid(["logs", "--data", join(folder.path, "none")])).toMatchObject({ code: 4 });
});
