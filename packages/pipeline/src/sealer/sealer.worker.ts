import { randomBytes } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { sealChunk } from "./seal-chunk.ts";
import type { FromSealer, ToSealer } from "./sealer.protocol.ts";

const port = parentPort;
if (!port) throw new Error("sealer.worker runs as a worker thread only");

port.on("message", ({ call, request }: ToSealer) => {
  const answer = seal(call, request);
  request.dataKey.fill(0);
  port.postMessage(answer, answer.type === "sealed" ? [answer.chunk.container] : []);
});
port.postMessage({ type: "ready" } satisfies FromSealer);

function seal(call: number, request: ToSealer["request"]): Exclude<FromSealer, { type: "ready" }> {
  try {
    return { type: "sealed", call, chunk: sealChunk(request, randomBytes) };
  } catch (error) {
    return { type: "failed", call, message: error instanceof Error ? error.message : String(error) };
  }
}
