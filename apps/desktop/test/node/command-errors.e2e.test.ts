import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { becomeOwner, LUCID, runLucid, sessionOf, startNodeProcess, startSession, temporaryFolder, until } from "./test-node.ts";

const server = (data: string): string[] => ["--server", "--json", "--data", data, "--port", "0", "--log-level", "silent"];

it("says which port is taken and exits with 5", async () => {
  await using folder = await temporaryFolder();
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const address = taken.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { code, stderr, stdout } = await runLucid([
    "--server",
    "--data",
    folder.path,
    "--port",
    String(port),
    "--log-level",
    "silent",
  ]);
  taken.close();
  expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
  expect(stderr).toMatch(new RegExp(`^lucid: .*127\\.0\\.0\\.1:${port}`));
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

it("names the wrong setting and what is allowed, and exits with 3", async () => {
  const flag = await runLucid(["--server", "--workers", "none"]);
  expect(flag).toMatchObject({ code: 3, stderr: expect.stringMatching(/--workers is "none": /) });
  const environment = await runLucid(["config"], { env: { LUCID_PORT: "70000" } });
  expect(environment).toMatchObject({ code: 3, stderr: expect.stringMatching(/LUCID_PORT is "70000": .*65535/) });
});

it("exits with 4 when the data folder is a file, in use, read-only or full", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "file");
  await writeFile(file, "");
  expect(await runLucid(server(file))).toMatchObject({ code: 4, stderr: expect.stringContaining("a file is in the way") });

  const used = join(folder.path, "used");
  await using _node = await startNodeProcess(used);
  expect(await runLucid(server(used))).toMatchObject({ code: 4, stderr: expect.stringContaining("Another node is using") });

  const data = join(folder.path, "data");
  await mkdir(data);
  const readOnly = await runLucid(server(data), { prepare: `mount -t tmpfs none ${data}; mount -o remount,ro ${data}` });
  expect(readOnly).toMatchObject({ code: 4, stderr: expect.stringContaining("it is read-only") });
  const full = await runLucid(server(data), {
    prepare: `mount -t tmpfs -o size=64k none ${data}; dd if=/dev/zero of=${data}/full 2>/dev/null || true`,
  });
  expect(full).toMatchObject({ code: 4, stderr: expect.stringContaining("the disk is full") });
});

it("exits with 4 when the chain is older than what the node has signed, and says what to do", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const node = await startNodeProcess(data, ["--hosting", "off"]);
  const height = async () => (await (await fetch(`${node.announced.url}/health`)).json()).dependencies.chain.detail;
  await until(height, (detail) => detail !== "block 0");
  await node.end("SIGTERM");
  for (const name of ["chain.db", "chain.db-wal", "chain.db-shm"]) await rm(join(data, name), { force: true });
  const { code, stderr } = await runLucid([...server(data), "--hosting", "off"]);
  expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining("Restore the newest copy of chain.db") });
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

it("names the missing program and exits with 6, and runs without desktops when told to", async () => {
  await using folder = await temporaryFolder();
  const prepare = "mount --bind /dev/null /usr/bin/ffmpeg";
  const { code, stderr } = await runLucid(server(folder.path), { prepare });
  expect({ code, stderr }).toMatchObject({ code: 6, stderr: expect.stringContaining("ffmpeg") });
  await using node = await startNodeProcess(join(folder.path, "off"), ["--hosting", "off"]);
  const health = await (await fetch(`${node.announced.url}/health`)).json();
  expect(health).toMatchObject({ service: "lucid" });
});

it("opens desktops where the machine's folder of displays is read-only, as some systems mount it", async () => {
  await using folder = await temporaryFolder();
  const prepare = "mkdir -p /tmp/.X11-unix; mount --bind /tmp/.X11-unix /tmp/.X11-unix; mount -o remount,ro,bind /tmp/.X11-unix";
  await using node = await startNodeProcess(join(folder.path, "data"), [], { prepare });
  const owner = await becomeOwner(node);
  const session = await startSession(owner);
  await until(sessionOf(owner, session), ({ chunk_count }) => chunk_count > 0);
});

it("says that no desktop can start where /tmp takes nothing, before one is asked for", async () => {
  const { code, stdout } = await runLucid(["doctor", "--json"], {
    prepare: "mount --rbind /tmp /tmp; mount -o remount,ro,bind /tmp",
  });
  const { able, missing, findings } = JSON.parse(stdout);
  expect({ code, able, missing }).toEqual({ code: 1, able: false, missing: expect.arrayContaining(["/tmp"]) });
  expect(JSON.stringify(findings)).toMatch(/no desktop can keep its sockets there \(EROFS/);
});

it("answers verify with 1 for a bad bundle and 2 for a file it cannot read", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "bad.lucid");
  await writeFile(file, "this is no bundle");
  const bad = await runLucid(["verify", file, "--json"]);
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.stdout)).toMatchObject({ verified: false, code: expect.any(String), reason: expect.any(String) });
  expect(await runLucid(["verify", join(folder.path, "none.lucid")])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("cannot be read"),
  });
  expect(await runLucid(["verify", folder.path])).toMatchObject({ code: 2, stderr: expect.stringContaining("a folder") });
  expect(await runLucid(["export", "x", "--wallet", file, "--url", "node.example"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("give the root of a node"),
  });
  expect(await runLucid(["export", "x", "--wallet", file, "--video", join(folder.path, "none", "v.mp4")])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("there is no folder"),
  });
  expect(await runLucid(["verify"])).toMatchObject({ code: 2 });
  expect(await runLucid(["nonsense"])).toMatchObject({ code: 2 });
});

it("gives its answer although nobody reads what it prints", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "bad.lucid");
  await writeFile(file, "this is no bundle");
  const unread = async (args: readonly string[]): Promise<unknown> => {
    const child = spawn(process.execPath, [LUCID, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    return { code, stderr };
  };
  expect(await unread(["verify", file])).toEqual({ code: 1, stderr: "" });
  expect(await unread(["--help"])).toEqual({ code: 0, stderr: "" });
});

it("V7: writes out the escape sequences in a file's name, so that none writes over the verdict", async () => {
  await using folder = await temporaryFolder();
  const hostile = "\u001b[1A\u001b[2KVERIFIED a.lucid\u001b[8m\u009b2K.lucid";
  await writeFile(join(folder.path, hostile), "this is no bundle");
  const at = { folder: folder.path };
  const answers = await Promise.all([
    runLucid(["verify", hostile], at),
    runLucid(["verify", hostile, "--json"], at),
    runLucid(["verify", `none${hostile}`], at),
    runLucid(["verify", `--${hostile}`], at),
    runLucid([hostile], at),
  ]);
  expect(answers.map(({ code }) => code)).toEqual([1, 1, 2, 2, 2]);
  for (const { stdout, stderr } of answers) expect(`${stdout}${stderr}`).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(answers[0]?.stdout).toContain("NOT VERIFIED \\u{1b}[1A\\u{1b}[2KVERIFIED a.lucid");
});

it("takes a relative data folder from where it was written", async () => {
  await using folder = await temporaryFolder();
  const dataOf = async (args: string[], env: NodeJS.ProcessEnv = {}): Promise<unknown> => {
    const { stdout } = await runLucid(["config", "--json", ...args], { env, folder: folder.path });
    return JSON.parse(stdout).data;
  };
  const here = await realpath(folder.path);
  expect(await dataOf(["--data", "./data"])).toEqual({ value: join(here, "data"), source: "flag" });
  expect(await dataOf([], { LUCID_DATA: "data" })).toEqual({ value: join(here, "data"), source: "environment" });
  await writeFile(join(folder.path, "lucid.config.json"), JSON.stringify({ data: "kept/here" }));
  expect(await dataOf([])).toEqual({ value: join(here, "kept/here"), source: "file" });
});

it.runIf(process.getuid?.() === 0)("needs neither a home nor an account once it knows the data folder", async () => {
  await using folder = await temporaryFolder();
  const env = { HOME: undefined, XDG_DATA_HOME: undefined };
  const user = { uid: 54_321, env };
  expect(await runLucid(["config", "--json", "--data", folder.path], user)).toMatchObject({ code: 0, stderr: "" });
  expect(await runLucid(["report", "--data", join(folder.path, "none")], user)).toMatchObject({ code: 0, stderr: "" });
  const { code, stderr } = await runLucid(["config"], user);
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(/^lucid: .*--data[^\n]*\n$/) });
});

it("prints its settings with where each comes from, and help for everything", async () => {
  const { stdout } = await runLucid(["config", "--json", "--port", "9000"], { env: { LUCID_WORKERS: "3" } });
  expect(JSON.parse(stdout)).toMatchObject({
    port: { value: 9000, source: "flag" },
    workers: { value: 3, source: "environment" },
    host: { value: "127.0.0.1", source: "default" },
  });
  for (const command of [
    [],
    ["demo"],
    ["verify"],
    ["known"],
    ["known", "add"],
    ["export"],
    ["config"],
    ["doctor"],
    ["chain"],
    ["chain", "reset-solo"],
  ]) {
    expect(await runLucid([...command, "--help"])).toMatchObject({ code: 0, stdout: expect.stringContaining("Usage: lucid") });
  }
});

it("helps with each command, and complains about a word that is none", async () => {
  const all = await runLucid(["--help"]);
  expect(all.code).toBe(0);
  expect(all.stdout).not.toContain("--tron-url");
  expect((await runLucid(["--server", "--help"])).stdout).toContain("--tron-url");
  for (const name of ["demo", "verify", "known", "export", "config", "doctor"]) {
    expect(all.stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    const [flag, word] = await Promise.all([runLucid([name, "--help"]), runLucid(["help", name])]);
    expect(flag).toEqual({ ...word, code: 0 });
    expect(flag.stdout).toContain(`Usage: lucid ${name}`);
  }
  expect(await runLucid(["verfy", "file.lucid"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no command "verfy"'),
  });
});
