import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { BackupError, checkBackup, readIdentities, rehearseRestore, restoreBackup } from "@lucid/core";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { pino } from "pino";
import { expect, it } from "vitest";
import {
  becomeOwner,
  behindMounts,
  exportAndVerify,
  LUCID,
  ownGaps,
  returnAsOwner,
  runLucid,
  sessionOf,
  startNodeProcess,
  startSession,
  temporaryFolder,
  until,
} from "./test-node.ts";

const run = promisify(execFile);
const QUIET = ["--log-level", "silent"];

async function makeIdentity(folder: string, name: string): Promise<{ file: string; recipient: string }> {
  const file = join(folder, name);
  const { code, stdout } = await runLucid(["backup", "identity", file]);
  expect(code).toBe(0);
  return { file, recipient: stdout.trim() };
}

/** Files below a folder, by their paths from it on. */
const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

async function change(path: string): Promise<void> {
  const bytes = await readFile(path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

it("backs a node up while it records, and puts it back where its recordings still verify", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const to = join(folder.path, "backups");
  const own = await makeIdentity(folder.path, "identity.txt");
  const other = await makeIdentity(folder.path, "other.txt");
  await using node = await startNodeProcess(data);
  const owner = await becomeOwner(node);
  const earlier = await startSession(owner, { name: "Earlier" });
  await until(sessionOf(owner, earlier), ({ duration }) => duration > 1);
  await owner.client.sessions.stop({ session_id: earlier });
  await until(sessionOf(owner, earlier), ({ anchor }) => anchor.status === "final");
  const running = await startSession(owner, { name: "Running" });
  await until(sessionOf(owner, running), ({ anchored_chunk_count }) => anchored_chunk_count >= 1);

  const backup = ["backup", "--data", data, "--to", to, "--recipient", own.recipient, "--json"];
  const first = await runLucid(backup);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  const made = JSON.parse(first.stdout);
  expect(made).toMatchObject({ absent: 0, bad: [], left_out: [] });
  expect(made.chunks).toBeGreaterThanOrEqual(2);
  expect(made.copied_chunks).toBe(made.chunks);
  const second = JSON.parse((await runLucid(backup)).stdout);
  expect(second.copied_chunks).toBeLessThan(second.chunks);
  const listed = JSON.parse((await runLucid(["backup", "list", join(second.path, ".."), "--json"])).stdout);
  expect(listed.map(({ path }: { path: string }) => path)).toEqual([second.path, made.path]);
  const doctor = JSON.parse((await runLucid(["doctor", "--data", data, "--json"], { env: { LUCID_BACKUP_FOLDER: to } })).stdout);
  expect(doctor.backup).toMatchObject({ last_made_at: second.created_at, detail: expect.stringContaining(second.path) });
  const before = await sessionOf(owner, running)();
  expect(before.state).toBe("recording");
  expect(ownGaps(before.gaps)).toEqual([]);

  // Without Lucid: age and tar open what is encrypted, and nothing else lies there in plain.
  const listing = execFileSync("sh", ["-c", 'age -d -i "$1" "$2/node.age" | tar -t', "sh", own.file, made.path], {
    encoding: "utf8",
  });
  expect(listing.split("\n")).toEqual(
    expect.arrayContaining(["node.db", "chain.db", "audit.db", "keys/node.key", "sign-state.json", "lucid.config.json"]),
  );
  const secret = await readFile(join(data, "keys/node.key"));
  for (const file of await filesIn(to)) expect((await readFile(join(to, file))).includes(secret)).toBe(false);

  const rehearse = ["restore", made.path, "--rehearse", "--room", folder.path, "--json"];
  const rehearsed = await runLucid([...rehearse, "--identity", own.file, "--node", made.node]);
  expect(rehearsed).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(rehearsed.stdout)).toMatchObject({
    ...{ faults: [], people: 1, sessions: 2, databases: ["node.db", "log.db", "chain.db", "audit.db"] },
    recordings: { absent: 0, verified: [earlier] },
  });
  expect(JSON.parse(rehearsed.stdout).chain.blocks).toBeGreaterThan(1);
  expect(JSON.parse(rehearsed.stdout).audit_entries).toBeGreaterThan(1);

  const restored = join(folder.path, "restored");
  const restore = ["restore", made.path, "--data", restored, "--json"];
  expect(await runLucid([...restore, "--identity", other.file])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("not encrypted to this identity"),
  });
  expect(await runLucid([...restore, "--identity", own.file, "--node", "ab".repeat(32)])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("of another node"),
  });
  expect(await runLucid(["restore", made.path, "--data", data, "--identity", own.file])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("not empty"),
  });
  await node.end("SIGKILL");
  expect(await runLucid([...restore, "--identity", own.file])).toMatchObject({ code: 0, stderr: "" });
  expect(await readdir(folder.path)).toEqual(expect.not.arrayContaining([expect.stringMatching(/rehearsal|part$/)]));

  await using again = await startNodeProcess(restored, QUIET);
  const back = await returnAsOwner(again, owner);
  expect(await exportAndVerify(back, earlier, folder.path)).toMatchObject({ verified: true, facts: { end: "stopped" } });
  expect(await exportAndVerify(back, running, folder.path)).toMatchObject({ verified: true, facts: { end: "interrupted" } });
});

it("refuses a backup of which any part was altered or is gone, and says which", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const to = join(folder.path, "backups");
  const own = await makeIdentity(folder.path, "identity.txt");
  {
    await using node = await startNodeProcess(data, QUIET);
    const owner = await becomeOwner(node);
    const session = await startSession(owner);
    await until(sessionOf(owner, session), ({ duration }) => duration > 1);
    await owner.client.sessions.stop({ session_id: session });
    await until(sessionOf(owner, session), ({ anchor }) => anchor.status === "final");
  }
  const { path, chunks } = JSON.parse(
    (await runLucid(["backup", "--data", data, "--to", to, "--recipient", own.recipient, "--json"])).stdout,
  );
  const place = join(path, "..").slice(to.length + 1);
  const name = path.slice(join(to, place).length + 1);
  const [chunk = ""] = (await filesIn(join(to, place, "recordings"))).map((file) => `recordings/${file}`);
  const sha256 = chunk.slice(-70, -6);
  expect(chunks).toBeGreaterThanOrEqual(1);
  const cases: readonly (readonly [file: string, gone: boolean, said: string])[] = [
    [`${name}/manifest.json`, false, "manifest.json is not"],
    [`${name}/manifest.json`, true, "there is no manifest.json"],
    [`${name}/node.age`, false, "node.age is altered"],
    [`${name}/node.age`, true, "node.age is missing"],
    [`${name}/recordings.txt`, false, "recordings.txt is altered"],
    [chunk, false, `${sha256} is altered`],
    [chunk, true, `${sha256} is missing`],
  ];
  const signal = new AbortController().signal;
  const deps = { clock: systemClock, randomness: systemRandomness, log: pino({ level: "silent" }) };
  const identities = await readIdentities(own.file);
  for (const [file, gone, said] of cases) {
    const copy = join(folder.path, "copy");
    await cp(join(to, place), copy, { recursive: true });
    await (gone ? rm(join(copy, file)) : change(join(copy, file)));
    const options = { backup: join(copy, name), identities, signal, onProgress: () => undefined };
    const found = await checkBackup(options.backup, options).then(
      ({ bad }) => bad.map(({ part, why }) => `${part} is ${why}`).join(),
      (error: unknown) => String(error),
    );
    expect([file, found]).toEqual([file, expect.stringContaining(said)]);
    const data = join(folder.path, "restored");
    const restoring = restoreBackup(deps, { ...options, data, wanted: () => true });
    if (file === chunk) {
      // A chunk that is lost takes no other with it, and is named.
      expect((await restoring).lost).toMatchObject([{ sha256 }]);
      const { report } = await rehearseRestore(deps, { ...options, room: folder.path });
      expect(report.faults).toEqual(expect.arrayContaining([expect.stringMatching(/^recording .*: /)]));
      await rm(data, { recursive: true });
    } else if (!file.endsWith("recordings.txt")) await expect(restoring).rejects.toThrow(BackupError);
    else await restoring.then(() => rm(data, { recursive: true }));
    expect((await readdir(folder.path)).toSorted()).toEqual(["backups", "copy", "data", "identity.txt"]);
    await rm(copy, { recursive: true });
  }
  await change(join(to, place, chunk));
  expect(await runLucid(["backup", "verify", path])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(`${sha256} is altered`),
  });
  expect(await runLucid(["restore", path, "--rehearse", "--room", folder.path, "--identity", own.file])).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^NOT RESTORABLE .*WRONG: recording /s),
  });
});

it("leaves nothing under a backup's name when it is killed or the disk is full, and goes on the next time", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const to = join(folder.path, "backups");
  const own = await makeIdentity(folder.path, "identity.txt");
  await using node = await startNodeProcess(data, QUIET);
  await becomeOwner(node);
  const args = ["backup", "--data", data, "--recipient", own.recipient];
  const parts = async (): Promise<string[]> => {
    const entries = await readdir(to, { recursive: true }).catch(() => []);
    return entries.filter((entry) => /^[^/]+\/[^/]+$/.test(entry) && !entry.endsWith("recordings"));
  };

  for (;;) {
    const child = spawn(process.execPath, [LUCID, ...args, "--to", to], { stdio: "ignore" });
    const ended = once(child, "exit");
    await until(parts, (names) => names.some((name) => name.endsWith(".part")) || child.exitCode !== null);
    child.kill("SIGKILL");
    await ended;
    const left = await parts();
    if (left.some((name) => name.endsWith(".part"))) break;
    // The kill came after the last step: what has a backup's name is a whole one.
    for (const whole of left) {
      expect(await runLucid(["backup", "verify", join(to, whole)])).toMatchObject({ code: 0 });
      await rm(join(to, whole), { recursive: true });
    }
  }
  expect((await readdir(join(data, "run"))).some((name) => name.startsWith("backup-"))).toBe(true);

  expect(await runLucid([...args, "--to", to])).toMatchObject({ code: 0, stderr: "" });
  const [whole = "", ...more] = await parts();
  expect([more, whole.endsWith(".part")]).toEqual([[], false]);
  expect((await readdir(join(data, "run"))).some((name) => name.startsWith("backup-"))).toBe(false);

  const looking = [
    "sh",
    "-c",
    '"$@"; code=$?; find /mnt; exit $code',
    "sh",
    process.execPath,
    LUCID,
    ...args,
    "--to",
    "/mnt/full",
  ];
  const [program = "", ...rest] = behindMounts("mount -t tmpfs -o size=64k none /mnt", looking);
  const full = await run(program, rest).catch((error: { code: number; stdout: string; stderr: string }) => error);
  expect(full).toMatchObject({ code: 1, stderr: expect.stringContaining("There is no room left in /mnt/full") });
  expect(full.stdout.trim().split("\n")).toEqual([
    "/mnt",
    "/mnt/full",
    expect.stringMatching(/^\/mnt\/full\/lucid-[0-9a-f]{16}$/),
  ]);

  for (const [wrong, code, said] of [
    [["--to", join(data, "backups"), "--recipient", own.recipient], 2, "lies in the data folder"],
    [["--to", to, "--recipient", "age1nobody"], 2, "not an age recipient"],
    [["--to", to], 2, "age recipients"],
  ] as const) {
    expect(await runLucid(["backup", "--data", data, ...wrong])).toMatchObject({ code, stderr: expect.stringContaining(said) });
  }
});
