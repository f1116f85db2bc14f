import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { runLucid, temporaryFolder } from "./test-node.ts";

const GUIDE = join(import.meta.dirname, "../../../../docs/guides/several-nodes.md");

/** The fenced blocks of a kind, in order. */
const blocksOf = (text: string, kind: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\``, "gms"))].map((found) => found[1] ?? "");

async function shell(folder: string, script: string): Promise<void> {
  const child = spawn("sh", ["-ec", script], { cwd: folder, stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`The guide's commands ended with ${code}: ${script}`);
}

it("is followed by whoever sets up a Redis for several nodes, to what the guide says in the end", async () => {
  const guide = await readFile(GUIDE, "utf8");
  const [key = "", password = "", ask = ""] = blocksOf(guide, "sh");
  const [conf = ""] = blocksOf(guide, "conf");
  const [config = ""] = blocksOf(guide, "json");
  await using folder = await temporaryFolder();
  await shell(folder.path, key);
  await shell(folder.path, password.replace("CHANGE-ME", "hunter2"));
  const port = await freePort();
  await writeFile(join(folder.path, "redis.conf"), `${conf.replace("CHANGE-ME", "hunter2")}port ${port}\ndir ${folder.path}\n`);
  await writeFile(join(folder.path, "lucid.config.json"), config.replace("6379", String(port)));
  expect(ask.trim()).toBe("lucid doctor");
  const doctor = () => runLucid(["doctor", "--data", join(folder.path, "data")], { folder: folder.path });

  expect((await doctor()).stdout).toContain("Shared store: the shared Redis: it does not answer.");
  const redis = spawn("redis-server", ["redis.conf"], { cwd: folder.path, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(redis, "exit");
  try {
    for await (const line of createInterface({ input: redis.stdout })) if (line.includes("eady to accept")) break;
    redis.stdout.resume();
    const { stdout } = await doctor();
    expect(stdout).toMatch(/Shared store: Redis [\d.]+ answers and can be written\./);
    expect(stdout).not.toContain("hunter2");
    await writeFile(join(folder.path, "redis.password"), "another");
    expect((await doctor()).stdout).toContain("Shared store: the shared Redis: it refuses the password.");
  } finally {
    redis.kill("SIGKILL");
    await ended;
  }
});
