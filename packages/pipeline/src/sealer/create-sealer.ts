import { randomBytes } from "node:crypto";
import { pipelineErrors } from "@lucid/contract";
import { wipe } from "../wipe.ts";
import { sealChunk } from "./seal-chunk.ts";
import type { Sealer, SealRequest } from "./sealer.ts";

/** Seals in the calling thread: for tools that have no event loop to protect. */
export function createSealer(): Sealer {
  let sealed = 0;
  let disposed = false;

  function seal(request: SealRequest) {
    const chunk = sealChunk(request, randomBytes);
    wipe(request.plain);
    sealed += 1;
    return chunk;
  }

  return {
    async seal(request, signal) {
      signal?.throwIfAborted();
      if (disposed) throw pipelineErrors.SEALER_GONE();
      try {
        return seal(request);
      } catch (cause) {
        throw pipelineErrors.SEAL_FAILED(undefined, { cause });
      }
    },
    gauges: () => ({
      workers: 0,
      active: 0,
      waiting: 0,
      activeBytes: 0,
      maxActiveBytes: 0,
      waitingBytes: 0,
      restarts: 0,
      sealed,
    }),
    async [Symbol.asyncDispose]() {
      disposed = true;
    },
  };
}
