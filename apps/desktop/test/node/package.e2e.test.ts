import { execFile, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { chmod, cp, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packTarball } from "../../../../scripts/package/pack-tarball.ts";
import { packageServer } from "../../../../scripts/package/package-server.ts";
import { ARCHITECTURES } from "../../../../scripts/package/runtime.ts";
import { signUpdate } from "../../../../scripts/package/sign-update.ts";
import { commandsOf } from "./guides/read-guides.ts";
import { isRun } from "./guides/where-run.ts";
import { AS_SERVICE, withServiceAccount } from "./service-account.ts";
import { behindMounts, temporaryFolder } from "./test-node.ts";
import { testedBundle } from "./tested-bundle.ts";

const run = promisify(execFile);
const arch = ARCHITECTURES.find((name) => name === process.arch) ?? "x64";
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const update_key = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");

/** A build of everything, and its compression. */
const BUILD_MS = 600_000;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let files: readonly string[];
const at = (...names: string[]): string => join(folder.path, ...names);
/** As on a machine with nothing of this process's environment. */
const bare = (): { env: NodeJS.ProcessEnv; cwd: string } => ({
  env: { HOME: at("home"), PATH: "/usr/bin:/bin" },
  cwd: at("home"),
});

beforeAll(async () => {
  folder = await temporaryFolder();
  const options = {
    arch,
    version: "1.0.0",
    time: 1_700_000_000,
    out: at("out"),
    kinds: ["tarball"],
    updates: { update_key, update_url: at("next") },
    bundle: await testedBundle(),
  } as const;
  files = await packageServer(options);
  await mkdir(at("home"));
  await run("tar", ["-xzf", at("out", `lucid-1.0.0-linux-${arch}.tar.gz`), "-C", folder.path]);
  await releaseNext();
}, BUILD_MS);
afterAll(() => folder[Symbol.asyncDispose]());

/** The same program under the next version's number, signed, where an installation looks for it. */
async function releaseNext(): Promise<void> {
  await mkdir(at("next"));
  await cp(at("lucid/versions/1.0.0"), at("program"), { recursive: true });
  const manifest = at("program/app/package.json");
  await writeFile(manifest, (await readFile(manifest, "utf8")).replace('"1.0.0"', '"1.0.1"'));
  const options = { program: at("program"), version: "1.0.1", time: 1_700_000_000, work: at("work") };
  await packTarball(at("next", `lucid-1.0.1-linux-${arch}.tar.gz`), options);
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  await signUpdate(at("next"), pem, {
    ...{ version: "1.0.1", notes: "News", releasedAt: new Date(0) },
    ...{ signedAt: new Date(), validDays: 30 },
  });
}

it("is whole by its list of hashes, dated as told, and of nobody on this machine", async () => {
  await run("sha256sum", ["--check", "--strict", `SHA256SUMS-1.0.0-${arch}`], { cwd: at("out") });
  const { stdout } = await run("tar", ["--utc", "--numeric-owner", "-tvzf", at("out", `lucid-1.0.0-linux-${arch}.tar.gz`)]);
  const lines = stdout.trim().split("\n");
  expect(lines.filter((line) => !/^[dl-]rw\S+ +0\/0 +\d+ 2023-11-14 22:13 lucid\//.test(line))).toEqual([]);
  expect(files.map((file) => file.slice(at("out").length + 1)).toSorted()).toEqual((await readdir(at("out"))).toSorted());
});

it("holds the native part and the programs of one platform, and nothing of the window", async () => {
  const app = at("lucid/versions/1.0.0/app");
  expect((await readdir(join(app, "node_modules/better-sqlite3/prebuilds"))).toSorted()).toEqual([`linux-${arch}.node`]);
  expect((await readdir(join(app, "main"))).toSorted()).toEqual([
    "audit.worker.js",
    "backup.worker.js",
    "capture.worker.js",
    "chunks",
    "log.worker.js",
    "lucid.js",
    "payments.process.js",
    "sealer.worker.js",
  ]);
  for (const chunk of await readdir(join(app, "main/chunks")))
    expect(await readFile(join(app, "main/chunks", chunk), "utf8")).not.toMatch(/from ?"electron"/);
});

it("names every package whose code it ships, with its hash and its licence", async () => {
  const { components } = JSON.parse(await readFile(at("lucid/versions/1.0.0/sbom.cdx.json"), "utf8"));
  const names = components.map(({ name }: { name: string }) => name);
  expect(names).toEqual(
    expect.arrayContaining(["better-sqlite3", "fastify", "react", "zod", "@mantine/core", `node-linux-${arch}`]),
  );
  expect(names).not.toContain("vitest");
  const refs = components.map((component: { "bom-ref": string }) => component["bom-ref"]);
  expect(refs).toEqual([...new Set(refs)]);
  for (const { hashes, licenses } of components) {
    expect(hashes[0].content).toMatch(/^[0-9a-f]{128}$/);
    expect(licenses).toHaveLength(1);
  }
  const licences = await readFile(at("lucid/versions/1.0.0/THIRD-PARTY-LICENCES.txt"), "utf8");
  for (const name of names) expect(licences).toContain(`\n${name} `);
});

it("goes the whole way as an ordinary user: display, RDP, sandbox, recording and proof", async () => {
  await using theirs = await temporaryFolder();
  const isRoot = process.getuid?.() === 0;
  const { home, prepare } = isRoot ? await withServiceAccount(theirs.path) : { home: theirs.path, prepare: "" };
  await chmod(folder.path, 0o755);
  const demo = [at("lucid/bin/lucid"), "demo", "--json"];
  const [program = "", ...args] = isRoot ? behindMounts(prepare, [...AS_SERVICE, ...demo]) : demo;
  const { stdout } = await run(program, args, { cwd: home, env: { HOME: home, PATH: "/usr/bin:/bin", LANG: "C.UTF-8" } });
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, refused: { code: "chunk-altered" } });
});

it("runs from its folder wherever that lies, and updates itself to the next release", async () => {
  await rename(at("lucid"), at("moved"));
  const server = ["--", "--data", at("data"), "--port", "0", "--log-level", "error", "--hosting", "off"];
  const kept = spawn(at("moved/bin/lucid"), ["keep", "--healthy-for", "2", "--json", ...server], {
    ...bare(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(kept, "exit");
  try {
    const lines = createInterface({ input: kept.stdout })[Symbol.asyncIterator]();
    const health = async (): Promise<unknown> => {
      const { value } = await lines.next();
      return (await fetch(`${JSON.parse(value ?? "").url}/health`)).json();
    };
    const before = await health();
    expect(before).toMatchObject({ version: "1.0.0" });
    const { stdout } = await run(at("moved/bin/lucid"), ["update", "--from", at("next")], bare());
    expect(stdout).toContain("News");
    expect(stdout).toContain("Version 1.0.1 is in force.");
    expect(await health()).toMatchObject({ version: "1.0.1" });
  } finally {
    kept.kill("SIGTERM");
  }
  expect(await ended).toEqual([0, null]);
  expect((await run(at("moved/bin/lucid"), ["--version"], bare())).stdout).toBe("1.0.1\n");
});

/** As the one of Debian does it, which this machine may lack: root stays root, and `-u` becomes somebody with nothing of root's. */
const SUDO = `#!/bin/sh
[ "$1" = -u ] || exec "$@"
user=$2; shift 2
exec env HOME="$(getent passwd "$user" | cut -d: -f6)" setpriv --reuid="$user" --regid="$user" --init-groups "$@"
`;

/** Accounts, home folders and /opt as the commands change them, gone with the namespace. */
const prepareMachine = (): string =>
  [
    ...["etc", "opt", "bin"].map((name) => `mkdir ${at("machine", name)}`),
    `cp -a /etc/. ${at("machine/etc")}`,
    `mount --bind ${at("machine/etc")} /etc`,
    `mount --bind ${at("machine/opt")} /opt`,
    "mount -t tmpfs none /var/lib",
    `cp ${at("sudo")} ${at("machine/bin/sudo")}`,
  ].join("\n");

it.runIf(process.getuid?.() === 0)("is installed, run and updated by the commands of the guide", async () => {
  const commands = (await commandsOf("deployment")).filter(isRun).map(({ command }) => command.replaceAll("VERSION", "1.0.0"));
  const isKeeping = (command: string): boolean => /\bkeep\b/.test(command);
  const [keep = ""] = commands.filter(isKeeping).map((command) => command.replace(/\s#.*/, ""));
  const before = commands.slice(0, commands.findIndex(isKeeping));
  const after = commands.slice(before.length + 1);
  expect([before.length, after.length]).toEqual([4, 2]);
  await mkdir(at("machine"));
  await chmod(folder.path, 0o755);
  await writeFile(at("sudo"), SUDO, { mode: 0o755 });
  const script = [
    "set -e",
    `export PATH=${at("machine/bin")}:/usr/sbin:/usr/bin:/sbin:/bin LUCID_PORT=0 LUCID_HOSTING=off LUCID_LOG_LEVEL=error`,
    `cd ${at("out")}`,
    // Doctor says no where the machine lacks something, which is an answer.
    ...before.map((command) => (command.includes("doctor") ? `${command.replace(/\s#.*/, "")} || [ $? = 1 ]` : command)),
    `${keep} --healthy-for 2 >${at("kept")} & kept=$!`,
    `until grep -q http ${at("kept")}; do kill -0 $kept; sleep 0.2; done`,
    ...after,
    "/opt/lucid/bin/lucid --version",
    "kill -TERM $kept; wait $kept",
  ].join("\n");
  const [program = "", ...args] = behindMounts(prepareMachine(), ["bash", "-c", script]);
  const { stdout } = await run(program, args);
  expect(stdout).toMatch(/News[^]*Version 1\.0\.1 is in force\.[^]*^1\.0\.1$/m);
});
