import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { backupErrors, type Emergency } from "@lucid/contract";
import { startTestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { setUpBackups, whenQuiet } from "./testing/backup-changes.ts";
import { ownNode } from "./testing/owned-node.ts";

const refused = (name: keyof typeof backupErrors.spec) => ({ data: { body: { error: { code: backupErrors.spec[name].code } } } });

it("makes a backup, reads it back, rehearses it, and says so as what was measured", async () => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  const { client } = owner;
  await expect(client.backups.make({})).rejects.toMatchObject(refused("BACKUP_NOT_SET_UP"));
  await expect(client.backups.cancel()).rejects.toMatchObject(refused("BACKUP_NOT_RUNNING"));
  expect(await client.backups.get()).toMatchObject({ folder: null, last_made_at: null, last_rehearsed_at: null, backups: [] });
  const folder = await setUpBackups(client);
  const session_id = await owner.prepare();
  await owner.start(session_id);
  await owner.record(session_id, 1);

  expect(await client.backups.make({})).toMatchObject({ running: { stage: "databases" }, backups: [{ state: "running" }] });
  await expect(client.backups.make({})).rejects.toMatchObject(refused("BACKUP_RUNNING"));
  const done = await whenQuiet(client);
  const [backup] = done.backups;
  expect(backup).toMatchObject({
    ...{ cause: "person", asked_by: { user_id: owner.login.user.user_id }, state: "made", fault: null, message: null },
    ...{ absent: 0, bad_parts: 0, rehearsal: { faults: [], people: 1, sessions: 1 } },
  });
  expect(backup?.chunks).toBeGreaterThan(0);
  expect(backup?.path?.startsWith(join(folder, "kept"))).toBe(true);
  for (const at of [done.last_made_at, done.last_read_back_at, done.last_rehearsed_at]) expect(at).toEqual(expect.any(String));
  const { items: entries } = { items: (await client.audit.list({ limit: 50 })).entries };
  const actions = entries.map(({ action, resource_id }) => `${action} ${resource_id === backup?.backup_id}`);
  expect(actions).toEqual(expect.arrayContaining(["backups.made true", "backups.rehearsed true"]));

  const archive = join(backup?.path ?? "", "node.age");
  const bytes = await readFile(archive);
  bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
  await writeFile(archive, bytes);
  await client.backups.readBack({ backup_id: backup?.backup_id as never });
  expect((await whenQuiet(client)).backups[0]).toMatchObject({ bad_parts: 1, fault: "altered", message: "node.age is altered" });
  const { components } = await client.dashboard.health();
  expect(components).toContainEqual(expect.objectContaining({ name: "backup", status: "warning" }));
  await client.backups.rehearse({ backup_id: backup?.backup_id as never });
  expect((await whenQuiet(client)).backups[0]).toMatchObject({
    fault: "altered",
    message: expect.stringContaining("node.age is not"),
  });
});

it("keeps what was asked for meanwhile in a line, which outlasts the node", async () => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  const { client } = owner;
  await setUpBackups(client, { backup_identity_file: "" });
  await client.backups.make({ with_recordings: false });
  const [made] = (await whenQuiet(client)).backups;
  const backup_id = made?.backup_id as never;
  const nothing = { job_id: crypto.randomUUID() };
  await expect(client.backups.cancel(nothing)).rejects.toMatchObject(refused("BACKUP_NOT_RUNNING"));
  await node.time.pass(1);
  await client.backups.make({ with_recordings: false });
  await client.backups.readBack({ backup_id });
  await node.stop();

  await using again = await startTestNode({ data: node.data, time: node.time });
  const { backups, waiting } = await whenQuiet(await owner.fresh(again));
  const read = backups.find((backup) => backup.backup_id === backup_id);
  expect(Date.parse(read?.read_back_at ?? "")).toBeGreaterThan(Date.parse(made?.read_back_at ?? ""));
  const others = backups.filter((backup) => backup.backup_id !== backup_id).map(({ state }) => state);
  // The one that was being made when the node ended is made by the next, if it was not there already.
  expect(others.filter((state) => state === "made")).toHaveLength(1);
  expect(waiting).toEqual([]);
});

it("makes one by itself, and takes older ones away when a newer one was read back", async () => {
  await using node = await startTestNode();
  const { client } = await ownNode(node);
  await setUpBackups(client, { backup_at: "02:30", backup_keep: 1, backup_identity_file: "" });
  await node.time.pass(30);
  const [first, ...none] = (await whenQuiet(client)).backups;
  expect([first, none]).toMatchObject([{ cause: "schedule", asked_by: null, state: "made", bad_parts: 0 }, []]);
  await node.time.pass(60);
  expect((await whenQuiet(client)).backups).toHaveLength(1);
  await client.backups.make({ with_recordings: false });
  const [second, old] = (await whenQuiet(client)).backups;
  expect(second).toMatchObject({ cause: "person", state: "made", chunks: null });
  expect(old).toMatchObject({ backup_id: first?.backup_id, state: "removed" });
  expect([existsSync(first?.path ?? ""), existsSync(second?.path ?? "")]).toEqual([false, true]);
});

it("tells of one that was missed while the node was off, once, when it makes up for it", async () => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  await setUpBackups(owner.client, { backup_at: "02:30", backup_identity_file: "" });
  await node.time.pass(30);
  await whenQuiet(owner.client);
  await node.stop();
  await node.time.pass(3 * 86_400);

  await using again = await startTestNode({ data: node.data, time: node.time });
  const client = await owner.fresh(again);
  await again.time.pass(31);
  expect((await whenQuiet(client)).backups.map(({ cause, state }) => `${cause} ${state}`)).toEqual([
    "schedule made",
    "schedule made",
  ]);
  await again.time.pass(60);
  const { notifications } = await client.notifications.list({ page: 1, limit: 50 });
  const told = notifications.filter(({ kind }) => kind === "backup.missed");
  expect(told).toMatchObject([{ link: "/admin/backup", data: { missed: 3, at: expect.stringMatching(/^\d{4}-.+Z$/) } }]);
});

it("is the sixth emergency action, which needs nobody's approval and shows on no page but its own", async () => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  const { client } = owner;
  await expect(client.emergency.backup({ reason: "smoke" })).rejects.toMatchObject(refused("BACKUP_NOT_SET_UP"));
  expect((await client.emergency.status()).reach.can_back_up).toBe(false);
  await setUpBackups(client, { backup_identity_file: "" });
  expect((await client.emergency.status()).reach.can_back_up).toBe(true);
  const begun = await client.emergency.backup({ reason: "smoke" });
  expect(begun).toMatchObject({ action: "data_backup", status: "in_progress", approval: "not_needed" });
  expect((await client.emergency.notice()).in_force).toEqual([]);
  await whenQuiet(client);
  const one = async (): Promise<Emergency | undefined> =>
    (await client.emergency.status()).history.find(({ emergency_id }) => emergency_id === begun.emergency_id);
  expect(await one()).toMatchObject({ status: "completed", outcome: "done" });
  expect((await client.backups.get()).backups).toMatchObject([{ cause: "emergency", state: "made", rehearsal: null }]);

  await client.configuration.set({ settings: { backup_folder: "/dev/null/nowhere" } });
  await node.time.pass(61);
  const failing = await client.emergency.backup({ reason: "smoke again" });
  await whenQuiet(client);
  const failed = (await client.emergency.status()).history.find(({ emergency_id }) => emergency_id === failing.emergency_id);
  expect(failed).toMatchObject({ status: "failed", outcome: "failed" });
  expect((await client.backups.get()).backups[0]).toMatchObject({ state: "failed", fault: "folder-unusable" });
});

it("says how large its databases and disks are, checks a database, and writes its log into it", async () => {
  await using node = await startTestNode();
  const { client } = await ownNode(node);
  expect(await client.database.health()).toEqual({
    databases: ["node.db", "chain.db", "audit.db"].map((database) => ({ database, ok: true, detail: "can be read" })),
    cache: { kind: "embedded", ok: true, detail: "in this node alone" },
  });
  const { databases } = await client.database.statistics();
  expect(databases.map(({ database }) => database)).toEqual(["node.db", "chain.db", "audit.db"]);
  const [own] = databases;
  expect(own).toMatchObject({
    journal_mode: "wal",
    tables: expect.arrayContaining([
      expect.objectContaining({
        ...{ name: "users", rows: 1 },
        indexes: expect.arrayContaining([
          expect.objectContaining({ name: "users_email_unique", columns: ["email"], unique: true }),
        ]),
      }),
    ]),
  });
  expect(await client.database.check({ database: "audit.db" })).toEqual({ database: "audit.db", faults: [] });
  const written = await client.database.checkpoint({ database: "node.db" });
  expect(written).toMatchObject({ database: "node.db", wal_bytes_before: expect.any(Number) });
  for (const database of ["backup.lock", "chunks/../node.db", "keys/node.key"])
    await expect(client.database.check({ database })).rejects.toMatchObject({ status: 404 });
  expect(await client.database.volumes()).toMatchObject({ recordings_bytes: 0, databases: [{}, {}, {}], backups: null });
  const folder = await setUpBackups(client);
  await client.configuration.set({ settings: { backup_folder: folder } });
  const { backups, total_bytes } = await client.database.volumes();
  expect(backups).toMatchObject({ same_disk: true, total_bytes });
});
