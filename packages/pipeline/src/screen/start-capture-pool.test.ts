import { Worker } from "node:worker_threads";
import { createTestSupervisor } from "@lucid/foundation/testing";
import { expect, it, vi } from "vitest";
import type { CaptureOptions } from "./capture.protocol.ts";
import { startCapturePool } from "./start-capture-pool.ts";
import type { CaptureMessage } from "./start-capture-worker.ts";

/** A worker that says that each run began, ends one only when it is stopped, dies when one is killed, and hangs when one is asked for a key picture.
 * It says for which one it works. */
const program = `
  const { parentPort } = require("node:worker_threads");
  let mark;
  parentPort.on("message", ({ type, run, ...message }) => {
    if (type === "mark") return (mark = message.mark);
    if (run !== undefined) Atomics.store(mark, 0, run);
    if (type === "start") parentPort.postMessage({ type: "began", run, atMs: 0 });
    if (type === "stop") parentPort.postMessage({ type: "ended", run, detail: "stopped" });
    if (type === "kill") process.exit(1);
    if (type === "ping") parentPort.postMessage({ type: "pong" });
    if (type === "key") while (true);
  });
  parentPort.postMessage({ type: "ready" });
`;
const PATIENT = { timeout: 30_000 };
const options: CaptureOptions = { socket: "display", program: "", args: [], env: {}, quickMs: 40, steadyMs: 100, keyMs: 1_000 };

async function startPool(workers: number, answerMs?: number) {
  const spawned: Worker[] = [];
  const spawn = () => {
    const worker = new Worker(program, { eval: true });
    spawned.push(worker);
    return worker;
  };
  const pool = await startCapturePool(
    { supervisor: createTestSupervisor(), spawn },
    { workers, ...(answerMs === undefined ? {} : { answerMs }) },
  );
  const start = (socket = "display") => {
    const messages: CaptureMessage[] = [];
    const control = pool.start({ ...options, socket }, (message) => messages.push(message));
    return { control, messages, types: () => messages.map(({ type }) => type) };
  };
  return { pool, spawned, start, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() };
}

it("spreads runs over the workers, and tells each what happens to it", async () => {
  await using tools = await startPool(2);
  const runs = [tools.start(), tools.start()];
  for (const run of runs) await vi.waitFor(() => expect(run.types()).toEqual(["began"]));
  expect(tools.spawned).toHaveLength(2);
  runs[0]?.control?.tell("stop");
  await vi.waitFor(() => expect(runs[0]?.types()).toEqual(["began", "ended"]));
  expect(runs[1]?.types()).toEqual(["began"]);
});

it("ends the runs of a worker that died, and starts another one", async () => {
  await using tools = await startPool(1);
  const [first, second] = [tools.start(), tools.start()];
  first.control?.tell("kill");
  for (const { messages } of [first, second])
    await vi.waitFor(() => expect(messages.at(-1)).toMatchObject({ type: "ended", detail: "The recorder's worker ended" }));
  await vi.waitFor(() => {
    const next = tools.start();
    expect(next.control).toBeDefined();
  });
  expect(tools.spawned).toHaveLength(2);
});

it("hears no more of a run that does not end, and goes on with the others of its worker", async () => {
  await using tools = await startPool(1);
  const [first, second] = [tools.start(), tools.start()];
  for (const run of [first, second]) await vi.waitFor(() => expect(run.types()).toEqual(["began"]));
  first.control?.abandon();
  expect(first.messages.at(-1)).toMatchObject({ type: "ended", detail: "It could not be ended" });
  second.control?.tell("stop");
  await vi.waitFor(() => expect(second.messages.at(-1)).toMatchObject({ type: "ended", detail: "stopped" }));
  expect(tools.spawned).toHaveLength(1);
});

it("ends a worker that hangs, so that another one records what it had", async () => {
  await using tools = await startPool(1, 1_500);
  const [hanging, other] = [tools.start(), tools.start()];
  await vi.waitFor(() => expect(other.types()).toEqual(["began"]));
  hanging.control?.tell("key");
  for (const { messages } of [hanging, other])
    await vi.waitFor(() => expect(messages.at(-1)).toMatchObject({ detail: "The recorder's worker ended" }), PATIENT);
  await vi.waitFor(() => expect(tools.start().control).toBeDefined(), PATIENT);
  expect(tools.spawned).toHaveLength(2);
});

it("gives a display a worker of its own that one hung over, which ends with each of its runs", async () => {
  // More than two asks apart: a worker that answers is never silent for so long.
  await using tools = await startPool(1, 3_000);
  const [hanging, other] = [tools.start("bad"), tools.start("good")];
  await vi.waitFor(() => expect(other.types()).toEqual(["began"]));
  hanging.control?.tell("key");
  await vi.waitFor(() => expect(hanging.types().at(-1)).toBe("ended"), PATIENT);
  const good = await vi.waitFor(() => {
    const next = tools.start("good");
    expect(next.control).toBeDefined();
    return next;
  }, PATIENT);
  expect(tools.spawned).toHaveLength(2);

  const again = tools.start("bad");
  again.control?.tell("key");
  await vi.waitFor(() => expect(again.types()).toEqual(["began", "ended"]), PATIENT);
  const third = tools.start("bad");
  third.control?.tell("stop");
  await vi.waitFor(() => expect(third.messages.at(-1)).toMatchObject({ type: "ended", detail: "stopped" }), PATIENT);
  const left = tools.start("bad");
  left.control?.abandon();
  expect(left.messages).toMatchObject([{ type: "ended", detail: "It could not be ended" }]);
  expect(good.types()).toEqual(["began"]);
});

it("leaves a worker alone that has nothing to say and answers", async () => {
  await using tools = await startPool(1);
  const run = tools.start();
  await vi.waitFor(() => expect(run.types()).toEqual(["began"]));
  const [worker] = tools.spawned;
  const pongs: unknown[] = [];
  worker?.on("message", (message) => pongs.push(message));
  await vi.waitFor(() => expect(pongs).not.toEqual([]), PATIENT);
  run.control?.tell("stop");
  await vi.waitFor(() => expect(run.messages.at(-1)).toMatchObject({ detail: "stopped" }));
});

it("has no worker after it was disposed", async () => {
  const tools = await startPool(1);
  const run = tools.start();
  await tools.pool[Symbol.asyncDispose]();
  await vi.waitFor(() => expect(run.types().at(-1)).toBe("ended"));
  expect(tools.start().control).toBeUndefined();
});
