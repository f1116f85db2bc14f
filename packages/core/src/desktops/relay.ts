import type { Duplex } from "node:stream";

/** Hands what `from` says to `to` by way of a filter, no faster than `to` takes it, and where that has to wait, than `mayGoOn`. */
export function relay(
  from: Duplex,
  to: Duplex,
  filter: (chunk: Buffer) => Buffer,
  onBroken: (cause: Error) => void,
  mayGoOn: () => boolean = () => true,
): void {
  from.on("data", (chunk: Buffer) => {
    try {
      const passed = filter(chunk);
      if (passed.length === 0 || to.write(passed)) return;
      from.pause();
      to.once("drain", () => {
        if (mayGoOn()) from.resume();
      });
    } catch (cause) {
      onBroken(cause as Error);
    }
  });
}
