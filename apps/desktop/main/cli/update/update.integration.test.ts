import { type ChildProcess, execFile, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, readlink, rm, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { packTarball } from "../../../../../scripts/package/pack-tarball.ts";
import { signUpdate } from "../../../../../scripts/package/sign-update.ts";

const run = promisify(execFile);
const CLI = join(import.meta.dirname, "..");

/** The node of these tests: all that a trial sees of one. `how` is what becomes of it. */
const fakeNode = (how: string): string => `
  import { createServer } from "node:http";
  import { readFileSync } from "node:fs";
  const manifest = new URL("../package.json", import.meta.url).pathname;
  if (process.argv[2] === "--server") {
    const { version } = JSON.parse(readFileSync(manifest, "utf8"));
    ${how === "dies" ? "process.exit(3);" : ""}
    ${how === "mumbles" ? 'console.log("Hello");' : ""}
    const started = Date.now();
    const server = createServer((request, response) => {
      ${how === "sickens" ? "if (Date.now() - started > 800) response.statusCode = 503;" : ""}
      response.end(version);
    });
    server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ url: "http://127.0.0.1:" + server.address().port })));
    process.on("SIGTERM", () => process.exit(0));
  } else {
    const { runCommand } = await import(${JSON.stringify(join(CLI, "run-command.ts"))});
    await runCommand({ manifest });
  }`;

let folder: string;
let kept: ChildProcess | undefined;
const at = (...names: string[]): string => join(folder, ...names);
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const update_key = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-update-"));
  await release("1.0.0", "runs", "first");
  await run("tar", ["-xzf", at("first", `lucid-1.0.0-linux-${process.arch}.tar.gz`), "-C", folder]);
});
afterEach(async () => {
  if (kept && kept.exitCode === null) {
    kept.kill("SIGTERM");
    await once(kept, "exit");
  }
  kept = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** A signed release whose program does as `how` says. */
async function release(version: string, how: string, name: string, key = pem, signedAt = new Date()): Promise<string> {
  const work = await mkdtemp(join(folder, "work-"));
  const program = join(work, "program");
  for (const part of ["runtime", "app/main"]) await mkdir(join(program, part), { recursive: true });
  await writeFile(join(program, "runtime/node"), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  await chmod(join(program, "runtime/node"), 0o755);
  await writeFile(join(program, "app/main/lucid.js"), fakeNode(how));
  await writeFile(join(program, "app/picture"), randomBytes(256 * 1_024));
  const installation = { kind: "tarball", update_key };
  await writeFile(join(program, "app/package.json"), JSON.stringify({ version, type: "module", installation }));
  await mkdir(at(name), { recursive: true });
  const file = at(name, `lucid-${version}-linux-${process.arch}.tar.gz`);
  await packTarball(file, { program, version, time: 1_700_000_000, work: join(work, "root") });
  await signUpdate(at(name), key, {
    ...{ version, notes: "Faster\u001b[2J", releasedAt: new Date(0) },
    ...{ signedAt, validDays: 30 },
  });
  return at(name);
}

interface Said {
  readonly code: number;
  readonly text: string;
}

const lucid = (...args: string[]): Promise<Said> => said([at("lucid/bin/lucid"), ...args]);

async function said([program = "", ...args]: readonly string[]): Promise<Said> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part: string) => (text += part));
  const [code] = await once(child, "close");
  return { code, text };
}

/** Starts `lucid keep`; resolves with a function that answers the address of each node it starts, in turn. */
function keep(healthyFor = "2"): () => Promise<string> {
  kept = spawn(at("lucid/bin/lucid"), ["keep", "--healthy-for", healthyFor, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  if (!kept.stdout) throw new Error("The command has no output");
  const lines = createInterface({ input: kept.stdout })[Symbol.asyncIterator]();
  return async () => {
    const { done, value } = await lines.next();
    if (done) throw new Error("There is no further node");
    return JSON.parse(value).url;
  };
}

const versionAt = async (url: string): Promise<string> => (await fetch(url)).text();

/** As if there never had been an update. */
async function expectUntouched(): Promise<void> {
  expect(await readlink(at("lucid/current"))).toBe("versions/1.0.0");
  expect(await readdir(at("lucid/versions"))).toEqual(["1.0.0"]);
  expect((await readdir(at("lucid"))).filter((name) => name.startsWith("incoming"))).toEqual([]);
}

it("puts a signed version in force once it has been healthy, shows its notes, and then takes the old one away", async () => {
  const place = await release("1.1.0", "runs", "next");
  const nextNode = keep();
  expect(await versionAt(await nextNode())).toBe("1.0.0");
  const { code, text } = await lucid("update", "--from", place);
  expect(text).toContain("Faster\\u{1b}[2J");
  expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining("Version 1.1.0 is in force") });
  expect(await versionAt(await nextNode())).toBe("1.1.0");
  expect(await readlink(at("lucid/current"))).toBe("versions/1.1.0");
  await expect.poll(() => readdir(at("lucid/versions"))).toEqual(["1.1.0"]);
  expect((await lucid("--version")).text.trim()).toBe("1.1.0");
});

it.each(["dies", "sickens", "mumbles"])(
  "goes back to the old version when the new one %s, and does not try it again by itself",
  async (how) => {
    const place = await release("1.1.0", how, "next");
    const nextNode = keep();
    await nextNode();
    const given = await lucid("update", "--from", place);
    expect(given).toMatchObject({ code: 1, text: expect.stringContaining("version 1.1.0 was given up: ") });
    let url = await nextNode();
    if (how === "sickens") url = await nextNode();
    expect(await versionAt(url)).toBe("1.0.0");
    await expectUntouched();
    expect((await lucid("update", "--from", place)).text).toContain("tried before and given up");
  },
);

it("keeps the old version in force through a trial, and gives a version up whose trial was cut short", async () => {
  const place = await release("1.1.0", "runs", "next");
  expect((await lucid("update", "--from", place)).text).toContain("put on trial with the next start");
  const triedAt = await keep("60")();
  expect(await readlink(at("lucid/current"))).toBe("versions/1.0.0");
  const tried = kept;
  if (!tried) throw new Error("Nothing is kept");
  tried.kill("SIGKILL");
  await once(tried, "exit");
  await expect.poll(() => versionAt(triedAt).catch(() => "gone")).toBe("gone");
  expect(await versionAt(await keep()())).toBe("1.0.0");
  await expectUntouched();
});

it("keeps a version in force whose keeper was ended between putting it in force and saying so", async () => {
  await writeFile(at("lucid/update.json"), JSON.stringify({ version: "1.0.0", state: "trial" }));
  expect(await versionAt(await keep()())).toBe("1.0.0");
  await expectUntouched();
  expect(JSON.parse(await readFile(at("lucid/update.json"), "utf8"))).toEqual({ version: "1.0.0", state: "in-force" });
});

it("refuses what another key signed, what was changed after it was signed, and what is older", async () => {
  const stranger = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const foreign = await release("1.1.0", "runs", "foreign", stranger);
  expect(await lucid("update", "--from", foreign)).toMatchObject({ code: 1, text: expect.stringContaining("not of the key") });

  const changed = await release("1.1.0", "runs", "changed");
  const manifest = await readFile(join(changed, "lucid-update.json"), "utf8");
  await writeFile(join(changed, "lucid-update.json"), manifest.replace("1.1.0", "1.2.0"));
  expect(await lucid("update", "--from", changed)).toMatchObject({ code: 1, text: expect.stringContaining("not of the key") });

  const swapped = await release("1.1.0", "runs", "swapped");
  const archive = join(swapped, `lucid-1.1.0-linux-${process.arch}.tar.gz`);
  const bytes = await readFile(archive);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(archive, bytes);
  expect(await lucid("update", "--from", swapped)).toMatchObject({
    code: 1,
    text: expect.stringContaining("not the file that was signed"),
  });

  const older = await release("0.9.0", "runs", "older");
  expect(await lucid("update", "--from", older)).toMatchObject({
    code: 1,
    text: expect.stringContaining("0.9.0 is older than 1.0.0"),
  });
  await expectUntouched();
});

it("says until when an offer holds, when it was to be renewed, and that an older one is served than before", async () => {
  const day = 86_400_000;
  const old = await release("1.0.0", "runs", "old", pem, new Date(Date.now() - 40 * day));
  const stale = "whoever serves it may hold back a newer version";
  expect(await lucid("update", "--from", old)).toMatchObject({ code: 1, text: expect.stringContaining(stale) });
  const newer = await release("1.0.1", "runs", "newer", pem, new Date(Date.now() - 35 * day));
  // What is newer than what runs here is better than nothing.
  const { code, text } = await lucid("update", "--check", "--from", newer);
  expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining("Version 1.0.1 of") });
  expect(text).toContain(stale);
  const valid = await release("1.0.0", "runs", "valid");
  expect(await lucid("update", "--from", valid)).toMatchObject({ code: 0, text: expect.stringContaining("that holds until") });
  expect(await lucid("update", "--from", newer)).toMatchObject({
    code: 1,
    text: expect.stringContaining("somebody serves an old one"),
  });
  await expectUntouched();
});

it.runIf(process.getuid?.() === 0)("is not laid down by somebody whose files the node could not read", async () => {
  const place = await release("1.1.0", "runs", "next");
  await chown(at("lucid"), 61_234, 61_234);
  expect(await lucid("update", "--from", place)).toMatchObject({ code: 2, text: expect.stringContaining("somebody else's") });
  await expectUntouched();
});

it("leaves everything as it was when a download is cut, from a file and over the network", async () => {
  const place = await release("1.1.0", "runs", "next");
  const archive = join(place, `lucid-1.1.0-linux-${process.arch}.tar.gz`);
  const whole = await readFile(archive);
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? "";
    if (!name.endsWith(".tar.gz")) return void readFile(join(place, name)).then((bytes) => response.end(bytes));
    response.writeHead(200, { "content-length": whole.length });
    response.write(whole.subarray(0, 1_000), () => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  expect(await lucid("update", "--from", `http://127.0.0.1:${port}`)).toMatchObject({
    code: 1,
    text: expect.stringContaining("was cut after"),
  });
  server.close();
  await truncate(archive, whole.length - 1);
  expect(await lucid("update", "--from", place)).toMatchObject({ code: 1, text: expect.stringContaining("was cut after") });
  await expectUntouched();
});

// The old version takes 270 kB, the new one's archive 260 kB, and as much again when it is unpacked.
it.each([
  ["fetched", "400k"],
  ["unpacked", "680k"],
])("leaves everything as it was on a disk that is full before the update is %s", async (_when, size) => {
  const place = await release("1.1.0", "runs", "next");
  const shell = `mount -t tmpfs -o size=$4 none "$1" && cp -a "$2"/. "$1" || exit 9; "$1/bin/lucid" update --from "$3"
    code=$?; ls "$1" "$1/versions"; readlink "$1/current"; exit $code`;
  await mkdir(at("small"));
  const enter = process.getuid?.() === 0 ? ["unshare", "-m"] : ["unshare", "-rm"];
  const { code, text } = await said([...enter, "sh", "-c", shell, "sh", at("small"), at("lucid"), place, size]);
  expect(text).toContain("there is no room for it");
  expect(text).not.toContain("incoming");
  expect(text).toMatch(/1\.0\.0\nversions\/1\.0\.0\n$/);
  expect(code).toBe(1);
});
