import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SERVICE_UID, withServiceAccount } from "./service-account.ts";
import { startNodeProcess, temporaryFolder } from "./test-node.ts";

const isRoot = process.getuid?.() === 0;
const NO_CAPABILITY = "0000000000000000";

const identityOf = async (pid: number): Promise<readonly (string | undefined)[]> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return ["Uid", "Gid", "CapEff", "CapBnd"].map((field) => new RegExp(`^${field}:\\t(\\w+)`, "m").exec(status)?.[1]);
};

it.runIf(isRoot)("started as root, goes on as the service's user, and can do no more than that user", async () => {
  await using folder = await temporaryFolder();
  const { home, prepare } = await withServiceAccount(folder.path);
  const data = join(home, "data");
  await using node = await startNodeProcess(data, [], { prepare });
  expect(await identityOf(node.announced.pid)).toEqual([String(SERVICE_UID), String(SERVICE_UID), NO_CAPABILITY, NO_CAPABILITY]);
  expect(node.announced.pid).toBe(node.child.pid);
  expect(node.announced.data).toBe(data);
});

it.runIf(isRoot)("started as root with data of root's, stays root and says why", async () => {
  await using folder = await temporaryFolder();
  const { prepare } = await withServiceAccount(folder.path);
  await using data = await temporaryFolder();
  let log = "";
  await using node = await startNodeProcess(data.path, ["--log-level", "warn"], { prepare, onLog: (part) => (log += part) });
  expect((await identityOf(node.announced.pid))[0]).toBe("0");
  expect(log).toContain(`${data.path} does not belong to lucid`);
});
