import "../../shared/zod-setup.ts";
import { openSealed } from "./open-sealed.ts";
import type { FromOpener, ToOpener } from "./opener.protocol.ts";

const cancelled = new Set<number>();
let last: Promise<void> = Promise.resolve();

const send = (message: FromOpener, transfer: Transferable[] = []): void => self.postMessage(message, { transfer });

async function answer({ call, request }: Extract<ToOpener, { type: "open" }>): Promise<void> {
  if (cancelled.delete(call)) return;
  try {
    const outcome = await openSealed(request);
    const transfer = outcome.kind === "opened" ? [outcome.chunk.init.buffer, outcome.chunk.video.buffer] : [];
    send({ type: "outcome", call, outcome }, transfer);
  } catch (error) {
    send({ type: "broken", call, message: error instanceof Error ? error.message : String(error) });
  }
}

self.addEventListener("message", ({ data }: MessageEvent<ToOpener>) => {
  if (data.type === "cancel") {
    cancelled.add(data.call);
    return;
  }
  // One at a time: a chunk that is no longer wanted is dropped before it costs anything.
  last = last.then(() => new Promise<void>((resolve) => setTimeout(resolve))).then(() => answer(data));
});
