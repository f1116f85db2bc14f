import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { createLogStream } from "./log-stream.ts";

function openStream(path: string) {
  const fd = openSync(path, "a");
  onTestFinished(() => closeSync(fd));
  const stream = createLogStream(fd);
  return { stream, log: pino({ base: null, timestamp: false }, stream) };
}

it("writes every line in order", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lucid-log-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "log");
  const { log } = openStream(path);
  for (let number = 0; number < 1_000; number += 1) log.info({ number }, "line");
  const lines = async () => (await readFile(path, "utf8")).split("\n").filter(Boolean);
  await expect.poll(async () => (await lines()).length).toBe(1_000);
  expect((await lines()).map((line) => JSON.parse(line).number)).toEqual(Array.from({ length: 1_000 }, (_, number) => number));
});

it("goes on when the disk of the log is full", async () => {
  const { stream, log } = openStream("/dev/full");
  log.info("one");
  await expect.poll(() => stream.dropped).toBe(1);
  log.info("two");
  await expect.poll(() => stream.dropped).toBe(2);
});
