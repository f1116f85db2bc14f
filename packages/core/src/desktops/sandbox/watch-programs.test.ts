import { spawn } from "node:child_process";
import { once } from "node:events";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import type { ProgramEvent } from "../program-event.ts";
import { watchPrograms } from "./watch-programs.ts";

const PATIENT = { timeout: 30_000 };

/** Watches the process table of this machine, once it was read. */
async function startWatch() {
  const clock = createTestClock();
  const told: ProgramEvent[] = [];
  const watch = watchPrograms(
    { clock, log: silentLog, tell: (event) => void told.push(event) },
    { firstProcess: () => process.pid },
  );
  onTestFinished(() => watch[Symbol.dispose]());
  clock.advance(0);
  await vi.waitFor(() => expect(told.map(({ pid }) => pid)).toContain(process.pid), PATIENT);
  const of = (pid: number | undefined) => told.filter((event) => event.pid === pid).map(({ type, name }) => `${type} ${name}`);
  return { clock, watch, of };
}

async function startProgram() {
  const program = spawn("sleep", ["600"], { stdio: "ignore" });
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
