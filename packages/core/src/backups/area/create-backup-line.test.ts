import { BackupId } from "@lucid/contract";
import { systemClock } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { openTestGround } from "../../ground/testing/open-test-ground.ts";
import { testCaller } from "../../sessions/testing/test-caller.ts";
import { backupJobTables, createBackupJobRepository } from "./backup-job-repository.ts";
import type { BackupRow } from "./backup-repository.ts";
import { type Asked, createBackupLine } from "./create-backup-line.ts";
import { createBackupsService } from "./create-backups-service.ts";

const ADA = "11111111-1111-4111-8111-111111111111";
const BEN = "22222222-2222-4222-8222-222222222222";
const settings = {
  ...{ backup_folder: "/kept", backup_recipients: ["age1someone"], backup_identity_file: "/kept/identity" },
  ...{ backup_at: "", backup_keep: 3, backup_recordings: true },
};

const asked = (kind: Asked["kind"], backup_id: string | null = null): Asked => ({
  ...{ kind, backup_id, cause: "person", asked_by: null, with_recordings: 0 },
});

/** A line whose work ends when the test says so. */
async function openLine() {
  const ground = await openTestGround();
  ground.db.attach(backupJobTables);
  const jobs = createBackupJobRepository(ground.db);

  function start() {
    const done: string[] = [];
    let ended: PromiseWithResolvers<void> | undefined;
    async function work(what: string): Promise<boolean> {
      done.push(what);
      ended = Promise.withResolvers();
      await ended.promise;
      ended = undefined;
      return true;
    }
    const line = createBackupLine({
      ...{ clock: ground.clock, log: silentLog, randomness: ground.randomness, jobs },
      backups: { find: (id) => (id === "gone" ? undefined : ({ backup_id: id, state: "made" } as BackupRow)) },
      runs: {
        isRunning: () => ended !== undefined,
        begin: ({ cause }) => ({ id: "new", ended: work(`make for ${cause}`) }),
        readBack: async (row) => void (await work(`read ${row.backup_id}`)),
        rehearse: async (row) => void (await work(`rehearse ${row.backup_id}`)),
      },
    });
    return {
      line,
      done,
      async finish() {
        ended?.resolve();
        await new Promise<void>((resolve) => setImmediate(resolve));
      },
    };
  }
  return { start, jobs, [Symbol.asyncDispose]: () => ground[Symbol.asyncDispose]() };
}

it("does one thing after the other, in the order in which it was asked for, and an emergency's next", async () => {
  await using test = await openLine();
  const { line, done, finish } = test.start();
  line.add(asked("make"));
  line.add(asked("read_back", "a"));
  line.add(asked("rehearse", "gone"));
  line.add(asked("rehearse", "a"));
  expect([done, line.waiting().map(({ kind }) => kind)]).toEqual([["make for person"], ["read_back", "rehearse", "rehearse"]]);
  expect([line.has(asked("make")), line.has(asked("read_back", "a")), line.has(asked("read_back", "b"))]).toEqual([
    true,
    true,
    false,
  ]);
  const urgent = line.addUrgent({ cause: "emergency", askedBy: null, withRecordings: true });
  await finish();
  expect(done).toEqual(["make for person", "make for emergency"]);
  await finish();
  expect([await urgent, done.at(-1)]).toEqual([true, "read a"]);
  await finish();
  await finish();
  expect([done, test.jobs.list()]).toEqual([["make for person", "make for emergency", "read a", "rehearse a"], []]);
});

it("is shown with who asked for what, and takes nothing twice", async () => {
  await using test = await openLine();
  const { line } = test.start();
  const caller = testCaller(ADA, ["manage_system_config"]);
  const service = createBackupsService({
    ...{ clock: systemClock, line, settings },
    accounts: { find: () => undefined },
    repository: { list: () => [], find: (id) => ({ backup_id: id, state: "made" }) as BackupRow },
    runs: { running: () => null, missing: () => [], cancel: () => false },
  });
  const backup_id = BackupId.parse(BEN);
  await service.make({}, caller);
  expect(() => service.make({}, caller)).toThrow("already");
  await service.readBack({ backup_id }, caller);
  expect(() => service.readBack({ backup_id }, caller)).toThrow("already");
  const { waiting } = await service.rehearse({ backup_id }, caller);
  const asked_by = { user_id: ADA };
  expect(waiting).toMatchObject([
    { kind: "read_back", backup_id, asked_by, cause: "person" },
    { kind: "rehearse", backup_id, asked_by },
  ]);
  const job_id = waiting[0]?.job_id;
  expect(await service.cancel({ job_id }, caller)).toMatchObject({ waiting: [{ kind: "rehearse" }] });
  expect(() => service.cancel({ job_id }, caller)).toThrow("no longer");
});

it("takes back what waits, and not what is being done", async () => {
  await using test = await openLine();
  const { line, done, finish } = test.start();
  line.add(asked("make"));
  line.add(asked("read_back", "a"));
  const [current, waits] = test.jobs.list().map(({ job_id }) => job_id);
  expect([line.withdraw(current ?? ""), line.withdraw(waits ?? ""), line.withdraw(waits ?? "")]).toEqual([false, true, false]);
  await finish();
  expect([done, line.waiting()]).toEqual([["make for person"], []]);
});

it("goes on after the node was killed, but leaves alone what it was killed over twice", async () => {
  await using test = await openLine();
  const first = test.start();
  first.line.add(asked("read_back", "a"));
  first.line.add(asked("make"));
  const second = test.start();
  second.line.resume();
  expect(second.done).toEqual(["read a"]);
  // Ended in order, it is not to blame.
  second.line.close();
  await second.finish();
  const third = test.start();
  third.line.resume();
  expect(third.done).toEqual(["read a"]);
  const fourth = test.start();
  fourth.line.resume();
  expect(fourth.done).toEqual(["make for person"]);
  await fourth.finish();
  expect(test.jobs.list()).toEqual([]);
});
