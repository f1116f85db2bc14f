import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, lstat, mkdtemp, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEBIAN_NAME } from "../../../../scripts/package/pack-deb.ts";
import { packageServer } from "../../../../scripts/package/package-server.ts";
import { packageGroups } from "../../../../scripts/setup/packages.mjs";
import { becomeOwner, exportAndVerify, type Owner, returnAsOwner, sessionOf, startSession, until } from "../node/test-node.ts";
import { boot, type DebianRoot, makeDebianRoot } from "./debian-root.ts";

const run = promisify(execFile);
const arch = "x64";
const time = 1_700_000_000;

let folder: string;
let debian: DebianRoot;
const debOf = (version: string): string => join(folder, "out", `lucid_${version}_${DEBIAN_NAME[arch]}.deb`);
const there = (...names: string[]): string => join(debian.path, ...names);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-deb-"));
  for (const version of ["1.0.0", "1.0.1"])
    await packageServer({ arch, version, time, out: join(folder, "out"), kinds: ["deb"], updates: {} });
  debian = await makeDebianRoot();
});
afterAll(async () => {
  await debian?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** The service as its unit starts it, but for the port and the time between blocks. */
async function startService(): Promise<{
  readonly child: ChildProcess;
  readonly url: string;
  readonly setupCode: string | undefined;
}> {
  const unit = await readFile(there("usr/lib/systemd/system/lucid.service"), "utf8");
  const [, command = ""] = /^ExecStart=(.+)$/m.exec(unit) ?? [];
  const changed = ["env", "LUCID_PORT=0", "LUCID_BLOCK_INTERVAL=1", "LUCID_LOG_LEVEL=error", "LUCID_LOGIN_PER_MINUTE=1000"];
  const [program = "", ...args] = debian.asService(...changed, ...command.split(" "));
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url, setupCode] = /Open (http:\/\/[^/\s]+)(?:\/setup#code=(\S+))?/.exec(line) ?? [];
    if (url !== undefined) return { child, url, setupCode };
  }
  throw new Error("The service ended before it said where it is");
}

/** The first process of the namespace is the service: it gets what systemd would send it. */
async function stopService(child: ChildProcess): Promise<number | null> {
  const ended = once(child, "exit");
  const { stdout } = await run("pgrep", ["-P", String(child.pid)]);
  process.kill(Number(stdout.trim()), "SIGTERM");
  const [code] = await ended;
  return code;
}

const announcedAs = ({ setupCode, url }: { url: string; setupCode: string | undefined }) => ({
  announced: { url, pid: 0, data: "/var/lib/lucid", ...(setupCode !== undefined && { setupCode }) },
});

const isAbsent = async (path: string): Promise<boolean> =>
  access(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === "ENOENT",
  );

it("installs from an empty Debian, with all programs it needs and xrdp's own services masked", async () => {
  await debian.run("apt-get", "-q", "install", "--yes", "--no-install-recommends", "systemd-sysv", "dbus");
  await debian.install(debOf("1.0.0"), ...packageGroups.demo.map(({ name }) => name));
  expect(await debian.run("dpkg", "--verify", "lucid")).toBe("");
  const [program = "", ...args] = debian.asService("lucid", "doctor", "--json");
  expect(JSON.parse((await run(program, args)).stdout)).toMatchObject({ able: true });
  for (const unit of ["xrdp", "xrdp-sesman"])
    expect(await readlink(there(`etc/systemd/system/${unit}.service`))).toBe("/dev/null");
  const { mode } = await lstat(there("var/lib/lucid"));
  expect(mode & 0o777).toBe(0o700);
});

it("has a unit that systemd understands, and whose exposure stays low", async () => {
  await debian.run("systemd-analyze", "--man=no", "verify", "lucid.service");
  // In tenths, 100 being a service that may do everything. What the sandboxes of desktops need keeps it from going below.
  await debian.run("systemd-analyze", "--offline=true", "--threshold=38", "security", "lucid.service");
});

it("goes the whole way as the service's user, without root and without a capability", async () => {
  const [program = "", ...args] = debian.asService("lucid", "demo", "--json");
  const { stdout } = await run(program, args);
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, refused: { code: "chunk-altered" } });
});

let owner: Owner;
let session: Awaited<ReturnType<typeof startSession>>;

it("records as the service, and stops in order", async () => {
  const service = await startService();
  owner = await becomeOwner(announcedAs(service));
  session = await startSession(owner);
  await until(sessionOf(owner, session), ({ chunk_count }) => chunk_count > 0);
  await owner.client.sessions.stop({ session_id: session });
  await until(sessionOf(owner, session), ({ anchor }) => anchor.status === "final");
  expect(await stopService(service.child)).toBe(0);
});

it("is upgraded with changed settings kept, and recordings that still verify", async () => {
  const settings = there("etc/lucid/lucid.config.json");
  const changed = JSON.stringify({ data: "/var/lib/lucid", environment: "kept" });
  await writeFile(settings, changed);
  await debian.install(debOf("1.0.1"));
  const [program = "", ...version] = debian.asService("lucid", "--version");
  expect((await run(program, version)).stdout).toBe("1.0.1\n");
  expect(await readFile(settings, "utf8")).toBe(changed);

  const service = await startService();
  expect(await (await fetch(`${service.url}/health`)).json()).toMatchObject({ version: "1.0.1", environment: "kept" });
  const back = await returnAsOwner(announcedAs(service), owner);
  expect(await exportAndVerify(back, session, folder)).toMatchObject({ verified: true });
  expect(await stopService(service.child)).toBe(0);
});

it("is started by systemd under all that the unit takes away, and still goes the whole way", async () => {
  const unit = await readFile(there("usr/lib/systemd/system/lucid.service"), "utf8");
  const demo = unit
    .replace(/^ExecStart=.*$/m, "ExecStart=/usr/bin/lucid demo --json")
    .replace(/^Type=.*$/m, "Type=oneshot")
    .replace(/^Restart=.*$/m, "")
    .replace(/^StandardOutput=.*$/m, "StandardOutput=truncate:/run/demo");
  await writeFile(there("etc/systemd/system/demo.service"), demo);
  await using machine = await boot(debian.path);
  await until(
    () => machine.run("sh", "-c", "cat /run/lucid-setup || true"),
    (said) => said.includes("Lucid is running."),
  );
  expect((await machine.run("systemctl", "is-active", "lucid")).trim()).toBe("active");
  expect((await machine.run("stat", "-c", "%a %U", "/run/lucid-setup")).trim()).toBe("600 root");
  const pid = (await machine.run("systemctl", "show", "-P", "MainPID", "lucid")).trim();
  const status = await machine.run("cat", `/proc/${pid}/status`);
  expect(status).toMatch(/^CapBnd:\t0{16}$/m);
  expect(status).toMatch(/^NoNewPrivs:\t1$/m);
  for (const unit of ["xrdp", "xrdp-sesman"]) {
    expect(await machine.run("systemctl", "show", "-P", "LoadState", unit)).toBe("masked\n");
    expect(await machine.run("systemctl", "show", "-P", "ActiveState", unit)).toBe("inactive\n");
  }
  expect(await machine.run("journalctl", "-u", "lucid")).not.toContain("code=");

  await machine.run("systemctl", "start", "demo");
  expect(JSON.parse(await machine.run("cat", "/run/demo"))).toMatchObject({ ok: true, refused: { code: "chunk-altered" } });
  await machine.run("systemctl", "stop", "lucid");
  expect((await machine.run("systemctl", "show", "-P", "Result", "lucid")).trim()).toBe("success");
  await rm(there("etc/systemd/system/demo.service"));
});

it("keeps recordings when it is removed, and leaves nothing behind when it is purged", async () => {
  await debian.run("apt-get", "-q", "remove", "--yes", "lucid");
  expect(await isAbsent(there("usr/lib/lucid"))).toBe(true);
  expect(await isAbsent(there("usr/bin/lucid"))).toBe(true);
  expect(await isAbsent(there("var/lib/lucid/node.db"))).toBe(false);

  const { uid } = await lstat(there("var/lib/lucid"));
  await debian.run("apt-get", "-q", "purge", "--yes", "lucid");
  const left = await debian.run(
    "find",
    "/",
    "-xdev",
    "(",
    "-name",
    "*lucid*",
    "-o",
    "-uid",
    String(uid),
    ")",
    "-not",
    "-path",
    "/srv/packages/*",
  );
  expect(left).toBe("");
  expect(await readFile(there("etc/passwd"), "utf8")).not.toContain("lucid");
  expect(await readFile(there("etc/group"), "utf8")).not.toContain("lucid");
  // xrdp itself is still there, neither masked nor started with the machine.
  for (const unit of ["xrdp", "xrdp-sesman"])
    for (const folder of ["", "multi-user.target.wants/"])
      expect(await isAbsent(there(`etc/systemd/system/${folder}${unit}.service`))).toBe(true);
});
