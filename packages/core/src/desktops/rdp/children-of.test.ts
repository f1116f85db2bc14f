import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it, onTestFinished } from "vitest";
import { childrenByParents, childrenOf } from "./children-of.ts";

it("finds the children of a process, with the kernel's list and without it", async () => {
  const parent = spawn("/bin/sh", ["-c", "sleep 300 & sleep 300 & echo started; wait"], {
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  onTestFinished(() => void process.kill(-(parent.pid ?? Number.NaN), "SIGKILL"));
  await once(parent.stdout, "data");
  const pid = parent.pid ?? Number.NaN;
  const found = await childrenByParents(pid);
  expect(found).toHaveLength(2);
  expect(new Set(await childrenOf(pid))).toEqual(new Set(found));
  expect(await childrenByParents(found[0] ?? Number.NaN)).toEqual([]);
});

it("finds none of a process that is gone", async () => {
  const child = spawn("true");
  await once(child, "exit");
  expect(await childrenOf(child.pid ?? Number.NaN)).toEqual([]);
});
