import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { becomeOwner, runLucid, startNodeProcess, temporaryFolder } from "./test-node.ts";

it("shows what helps to find a problem, saves exactly that where it is asked for, and has no secret of the node in it", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "anna-maier-data");
  const saved = join(folder.path, "report.txt");
  await using node = await startNodeProcess(data, ["--trusted-hosts", "lucid.anna-maier.example"]);
  const owner = await becomeOwner(node);
  const port = new URL(node.announced.url).port;
  const env = { LUCID_PORT: port, LUCID_TRUSTED_HOSTS: "lucid.anna-maier.example", LUCID_MAX_SESSIONS: "7" };
  const { code, stdout } = await runLucid(["report", "--data", data, "--save", saved], { env });
  expect(code).toBe(0);
  expect(await readFile(saved, "utf8")).toBe(stdout);
  expect((await stat(saved)).mode & 0o777).toBe(0o600);
  for (const line of [
    "node: healthy, version",
    "ok      database: can be written",
    "max_sessions = 7 (environment)",
    "trusted_hosts = set (environment)",
  ])
    expect(stdout).toContain(line);

  const { text } = await owner.client.node.problemReport();
  const { phrase, wallet, identity } = owner;
  const info = await owner.client.node.info();
  const secrets = [phrase, wallet.address, identity, "anna-maier", folder.path, info.node_id, node.announced.setupCode ?? ""];
  for (const secret of secrets.filter((one) => one !== "")) {
    expect(stdout).not.toContain(secret);
    expect(text).not.toContain(secret);
  }
  expect(text).toContain("trusted_hosts = set (flag)");

  // Never over a file that is there.
  expect(await runLucid(["report", "--data", data, "--save", saved], { env })).toMatchObject({ code: 2 });
});
