import { write, writeSync } from "node:fs";
import type { DestinationStream } from "pino";

/** Text that waits for a slow reader; what comes beyond it is dropped, because a log must never stop a node. */
const MAX_WAITING = 4_194_304;
/** A reader of a pipe that is full gets this long before the next try. */
const PATIENCE_MS = 50;

/**
 * Log lines into an open file, pipe or terminal, without waiting for it. What cannot be written, for example to
 * a full disk, is lost, and the node goes on: pino's own destination ends the process then, and never returns.
 */
export function createLogStream(fd: number): DestinationStream & { readonly dropped: number } {
  let waiting = "";
  let isWriting = false;
  let dropped = 0;

  function pump(): void {
    if (isWriting || waiting === "") return;
    isWriting = true;
    const bytes = Buffer.from(waiting);
    waiting = "";
    send(bytes);
  }

  function send(bytes: Buffer): void {
    write(fd, bytes, (error, written) => {
      if (error?.code === "EAGAIN") {
        setTimeout(() => send(bytes), PATIENCE_MS).unref();
        return;
      }
      if (!error && written < bytes.length) return send(bytes.subarray(written));
      if (error) dropped += 1;
      isWriting = false;
      pump();
    });
  }

  process.once("exit", () => {
    try {
      writeSync(fd, waiting);
    } catch {
      // Nobody is left to be told.
      dropped += 1;
    }
  });

  return {
    get dropped() {
      return dropped;
    },
    write(line) {
      if (waiting.length + line.length > MAX_WAITING) dropped += 1;
      else waiting += line;
      pump();
    },
  };
}
