import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { becomeOwner, runLucid, startNodeProcess, temporaryFolder } from "./test-node.ts";

interface Finding {
  readonly name: string;
  readonly state: "ok" | "warning" | "failed";
  readonly remedy?: string;
}

it("shows what helps to find a problem, saves exactly that where it is asked for, and has no secret of the node in it", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "anna-maier-data");
  const saved = join(folder.path, "report.txt");
  await using node = await startNodeProcess(data, ["--trusted-hosts", "lucid.anna-maier.example", "--log-level", "info"], {
    onLog: () => undefined,
  });
  const owner = await becomeOwner(node);
  const port = new URL(node.announced.url).port;
  const env = { LUCID_PORT: port, LUCID_TRUSTED_HOSTS: "lucid.anna-maier.example", LUCID_MAX_SESSIONS: "7" };
  const CANARY = "Bienenstich mit Anna Maier";
  await owner.client.sessions.create({ name: CANARY, consent: { text: CANARY, accepted: true } });
  // Asked first: it waits until every line of the log is kept.
  const { text } = await owner.client.node.problemReport();
  const { code, stdout } = await runLucid(["report", "--data", data, "--save", saved], { env });
  expect(code).toBe(0);
  expect(await readFile(saved, "utf8")).toBe(stdout);
  expect((await stat(saved)).mode & 0o777).toBe(0o600);
  for (const line of [
    "node: healthy, version",
    "ok      database: can be written",
    "max_sessions = 7 (environment)",
    "trusted_hosts = set (environment)",
    "Log, the last lines and the last complaints",
  ])
    expect(stdout).toContain(line);

  const { phrase, wallet, identity } = owner;
  const info = await owner.client.node.info();
  for (const report of [stdout, text]) expect(report).toMatch(/^ {2}\S+Z info \w+: .+/m);
  const secrets = [
    CANARY,
    phrase,
    wallet.address,
    identity,
    "anna-maier",
    folder.path,
    info.node_id,
    node.announced.setupCode ?? "",
  ];
  for (const secret of secrets.filter((one) => one !== "")) {
    expect(stdout).not.toContain(secret);
    expect(text).not.toContain(secret);
  }
  expect(text).toContain("trusted_hosts = set (flag)");

  const doctor = await runLucid(["doctor", "--data", data, "--json"], { env });
  const { findings } = JSON.parse(doctor.stdout) as { findings: { about: string; findings: Finding[] }[] };
  expect(findings.map(({ about }) => about)).toEqual(["Settings", "Machine", "Data", "Running node"]);
  const all = findings.flatMap((group) => group.findings);
  for (const name of [
    "settings",
    "ffmpeg (H.264)",
    "user namespaces",
    "clock",
    "disk",
    "data folder",
    "TLS",
    "backup",
    "database",
    "main loop",
  ])
    expect(all).toContainEqual(expect.objectContaining({ name }));
  expect(all.filter(({ state, remedy }) => (state === "ok") === (remedy !== undefined))).toEqual([]);
  expect(doctor.code).toBe(all.some(({ state }) => state === "failed") ? 1 : 0);

  // What only looks leaves nothing in the audit log.
  const { entries } = await owner.client.audit.list({ limit: 100 });
  expect(entries.map(({ action }) => action)).not.toContain("metrics");

  // Never over a file that is there.
  expect(await runLucid(["report", "--data", data, "--save", saved], { env })).toMatchObject({ code: 2 });
});
