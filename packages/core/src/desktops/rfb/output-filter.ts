import { type OutgoingTexts, type PixelSizes, pixelSizes, type ServerStep, serverMessages } from "./server-messages.ts";

export interface OutputFilter {
  /** The part of `chunk` (and of what came before it) that may go to the client. Throws on an unknown message. */
  push(chunk: Buffer): Buffer;
  /** The client asked for another pixel format, before it asked for any picture. */
  setPixelFormat(format: Buffer): void;
}

/** Hands on what the display says, but for texts of its clipboard that are judged otherwise. */
export function createOutputFilter(texts: OutgoingTexts): OutputFilter {
  const pixels: PixelSizes = { bytes: 4, tight: 3 };
  const steps = serverMessages(pixels, texts);
  let step: ServerStep = steps.next().value;
  /** Bytes of the present step that passed or were dropped. */
  let done = 0;
  let pending: Buffer = Buffer.alloc(0);
  let waiting: Buffer[] = [];

  return {
    setPixelFormat: (format) => void Object.assign(pixels, pixelSizes(format)),
    push(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const passed: Buffer[] = [];
      for (;;) {
        if (step.kind === "read") {
          if (pending.length < step.bytes) break;
          const bytes = pending.subarray(0, step.bytes);
          pending = pending.subarray(step.bytes);
          waiting.push(bytes);
          step = steps.next(bytes).value;
          continue;
        }
        const bytes = pending.subarray(0, step.bytes - done);
        pending = pending.subarray(bytes.length);
        if (step.kind === "pass") passed.push(...waiting, bytes);
        waiting = [];
        done += bytes.length;
        if (done < step.bytes) break;
        done = 0;
        step = steps.next(bytes).value;
      }
      return passed.length === 1 && passed[0] ? passed[0] : Buffer.concat(passed);
    },
  };
}
