import type { Stream } from "@libp2p/interface";
import type { AnswerLimits } from "./wire.ts";

/** A peer sent what no node sends: more than it may. */
export class FrameFault extends Error {
  override readonly name = "FrameFault";
}

const HEADER_BYTES = 4;

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** `first`: done with the first frame. `end`: done when the peer has ended its side. */
  readonly until: "first" | "end";
}

/**
 * Reads frames, each behind its length in four bytes, highest first. A length beyond the limits is refused when it comes, so
 * nothing is kept that is not within them.
 * @throws FrameFault, or what ended the stream or the signal.
 */
export function readFrames(stream: Stream, limits: AnswerLimits, { signal, until }: ReadOptions): Promise<Uint8Array[]> {
  const done = Promise.withResolvers<Uint8Array[]>();
  const frames: Uint8Array[] = [];
  let pieces: Uint8Array[] = [];
  let held = 0;
  let length: number | undefined;
  let room = limits.bytes;

  function take(count: number): Buffer {
    const bytes = Buffer.concat(pieces, held);
    pieces = count < held ? [bytes.subarray(count)] : [];
    held -= count;
    return bytes.subarray(0, count);
  }

  function push(piece: Uint8Array): void {
    pieces.push(piece);
    held += piece.length;
    while (held >= (length ?? HEADER_BYTES)) {
      if (length === undefined) {
        length = take(HEADER_BYTES).readUInt32BE();
        if (length > room) throw new FrameFault("a frame beyond the limit");
        if (frames.length === limits.frames) throw new FrameFault("more frames than were asked for");
        room -= length;
      } else {
        frames.push(Uint8Array.from(take(length)));
        length = undefined;
        if (until === "first") return finish();
      }
    }
  }

  function finish(): void {
    if (length !== undefined || (held > 0 && until === "end")) fail(new Error("the end came within a frame"));
    else done.resolve(frames);
  }

  const fail = (error: unknown): void => done.reject(error instanceof Error ? error : new Error("the stream failed"));
  const onMessage = ({ data }: { readonly data: { subarray(): Uint8Array } }): void => {
    try {
      push(data.subarray());
    } catch (error) {
      fail(error);
    }
  };
  const onClose = ({ error }: { readonly error?: Error }): void => (error === undefined ? finish() : fail(error));
  const onAbort = (): void => fail(signal.reason);

  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  stream.addEventListener("end", finish, { once: true });
  stream.addEventListener("close", onClose, { once: true });
  stream.addEventListener("message", onMessage);
  if (stream.readableEnded) finish();
  return done.promise.finally(() => {
    signal.removeEventListener("abort", onAbort);
    stream.removeEventListener("end", finish);
    stream.removeEventListener("close", onClose);
    stream.removeEventListener("message", onMessage);
  });
}

/** Writes frames at the pace at which the peer takes them. */
export async function writeFrames(stream: Stream, frames: readonly Uint8Array[], signal: AbortSignal): Promise<void> {
  for (const frame of frames) {
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32BE(frame.length);
    if (!stream.send(Buffer.concat([header, frame]))) await stream.onDrain({ signal });
  }
}
