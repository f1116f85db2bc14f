import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import Database from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { holdLock, isLockHeld } from "./hold-lock.ts";

const PROGRAM = join(import.meta.dirname, "../testing/wait-for-lock.worker.ts");

async function lockPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-lock-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "one.lock");
}

it("is held by one alone, until it is let go", async () => {
  const path = await lockPath();
  const first = holdLock(path, { timeoutMs: 0 });
  const second = (): Disposable => holdLock(path, { timeoutMs: 0 });
  expect(second).toThrow(expect.toSatisfy(isLockHeld));
  first[Symbol.dispose]();
  second()[Symbol.dispose]();
});

it("takes nothing of the lock while it waits, so that whoever is before it gets the rest", async () => {
  const path = await lockPath();
  using stack = new DisposableStack();
  const before = stack.adopt(new Database(path, { timeout: 10_000 }), (database) => void database.close());
  before.exec("BEGIN IMMEDIATE; CREATE TABLE half (one INTEGER)");
  const worker = new Worker(PROGRAM, { workerData: path });
  await once(worker, "message");
  // A waiter that comes later than this makes the test easier, and never wrong.
  await setTimeout(300);
  before.exec("COMMIT");
  expect(await once(worker, "message")).toEqual(["held"]);
});
