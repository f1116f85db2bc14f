import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import type { ProgramEvent } from "../program-event.ts";
import { watchPrograms } from "./watch-programs.ts";

const PATIENT = { timeout: 30_000 };

/** Watches the process table of this machine, once it was read. */
async function startWatch() {
  const clock = createTestClock();
  const told: ProgramEvent[] = [];
  let isFull = false;
  const tell = (event: ProgramEvent): boolean => !isFull && told.push(event) > 0;
  const watch = watchPrograms({ clock, log: silentLog, tell }, { firstProcess: () => process.pid });
  onTestFinished(() => watch[Symbol.dispose]());
  clock.advance(0);
  await vi.waitFor(() => expect(told.map(({ pid }) => pid)).toContain(process.pid), PATIENT);
  const of = (pid: number | undefined) => told.filter((event) => event.pid === pid).map(({ type, name }) => `${type} ${name}`);
  return { clock, watch, of, fill: (full: boolean) => (isFull = full) };
}

async function startProgram(...command: string[]) {
  const [path = "sleep", ...given] = command;
  const program = spawn(path, command.length > 0 ? given : ["600"], { stdio: ["pipe", "ignore", "ignore"] });
  onTestFinished(() => void program.kill("SIGKILL"));
  await once(program, "spawn");
  return program;
}

it("finds a program that lives for a moment after something was typed", async () => {
  const { clock, watch, of } = await startWatch();
  watch.hurry();
  // Three seconds of quick looks are twelve of them.
  for (let quick = 0; quick < 5; quick += 1) {
    const program = await startProgram();
    clock.advance(250);
    await vi.waitFor(() => expect(of(program.pid)).toEqual(["program-started sleep"]), PATIENT);
    const gone = once(program, "exit");
    program.kill("SIGKILL");
    await gone;
    clock.advance(250);
    await vi.waitFor(() => expect(of(program.pid)).toEqual(["program-started sleep", "program-ended sleep"]), PATIENT);
  }
});

it("looks each two seconds while nothing is typed", async () => {
  const { clock, of } = await startWatch();
  const program = await startProgram();
  clock.advance(1_900);
  await new Promise((resolve) => void setTimeout(resolve, 50));
  expect(of(program.pid)).toEqual([]);
  clock.advance(100);
  await vi.waitFor(() => expect(of(program.pid)).toEqual(["program-started sleep"]), PATIENT);
});

it("finds a program that calls itself nothing", async () => {
  const { clock, of } = await startWatch();
  const program = await startProgram("sh", "-c", "echo > /proc/$$/comm; read -r line");
  await vi.waitFor(async () => expect(await readFile(`/proc/${program.pid}/comm`, "utf8")).toBe("\n\n"), PATIENT);
  clock.advance(2_000);
  await vi.waitFor(() => expect(of(program.pid)).toEqual(["program-started "]), PATIENT);
});

it("tells later what found no room when it began or ended", async () => {
  const { clock, of, fill } = await startWatch();
  fill(true);
  const program = await startProgram();
  for (const expected of [["program-started sleep"], ["program-started sleep", "program-ended sleep"]]) {
    // A look begins when the one before is over.
    await vi.waitFor(() => {
      fill(true);
      clock.advance(2_000);
      fill(false);
      clock.advance(2_000);
      expect(of(program.pid)).toEqual(expected);
    }, PATIENT);
    program.kill("SIGKILL");
  }
});
