import { parentPort } from "node:worker_threads";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { pino } from "pino";
import { createSlowProgress } from "../set/progress.ts";
import type { FromJob, ToJob } from "./job.protocol.ts";
import { doJob, failureOf } from "./job.ts";

const port = parentPort;
if (!port) throw new Error("job.worker runs as a worker thread only");

const send = (message: FromJob): void => port.postMessage(message);
const deps = { clock: systemClock, randomness: systemRandomness, log: pino({ level: "silent" }) };
let stop = new AbortController();

port.on("message", (message: ToJob) => {
  if (message.type === "cancel") return stop.abort(new Error("cancelled"));
  stop = new AbortController();
  const watch = { signal: stop.signal, onProgress: createSlowProgress((progress) => send({ type: "progress", progress })) };
  doJob(deps, message.kind, message.ask, watch).then(
    (answer) => send({ type: "done", answer }),
    (error: unknown) => send({ type: "failed", failure: failureOf(error) }),
  );
});
