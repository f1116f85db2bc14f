import type { Duplex } from "node:stream";

/** Reads a stream by lengths while a protocol is being agreed, then hands it back. */
export interface ByteReader {
  /** Rejects when the stream ends or fails before `length` bytes came. */
  read(length: number): Promise<Buffer>;
  /** Stops reading. Bytes that came too early are put back onto the stream, which is then paused; one that is over already is destroyed. */
  release(): void;
}

export function createByteReader(stream: Duplex): ByteReader {
  let pending: Buffer = Buffer.alloc(0);
  let ended: Error | undefined;
  let waiting:
    | { readonly length: number; readonly resolve: (bytes: Buffer) => void; readonly reject: (cause: Error) => void }
    | undefined;

  function serve(): void {
    if (!waiting) return;
    const { length, resolve, reject } = waiting;
    if (pending.length >= length) {
      waiting = undefined;
      const bytes = pending.subarray(0, length);
      pending = pending.subarray(length);
      resolve(bytes);
    } else if (ended) {
      waiting = undefined;
      reject(ended);
    }
  }
  const onData = (chunk: Buffer): void => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    if (!waiting) stream.pause();
    serve();
  };
  // A socket's `close` says whether there was an error, and not which.
  const onGone = (cause?: unknown): void => {
    ended ??= cause instanceof Error ? cause : new Error("the stream ended");
    serve();
  };
  stream.on("data", onData).on("end", onGone).on("close", onGone).on("error", onGone);

  return {
    read(length) {
      const call = Promise.withResolvers<Buffer>();
      waiting = { length, resolve: call.resolve, reject: call.reject };
      if (pending.length < length) stream.resume();
      serve();
      return call.promise;
    },
    release() {
      stream.pause();
      stream.off("data", onData).off("end", onGone).off("close", onGone).off("error", onGone);
      if (pending.length === 0) return;
      // Behind its end a stream takes nothing back, and says so with an error of its own.
      if (stream.readableEnded) stream.destroy();
      else stream.unshift(pending);
    },
  };
}
