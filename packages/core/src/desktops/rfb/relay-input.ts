import type { Duplex } from "node:stream";
import type { InputPace } from "./input-pace.ts";

/** What is judged at once: some forty messages of a pointer, each of which may press eight buttons. */
const SLICE_BYTES = 256;

export interface InputRelay extends Disposable {
  /** So much of the record's room was taken by what was judged. */
  spend(events: number): void;
}

/** Hands what a client says to the display by way of a filter, no faster than the display takes it and the record has room for it. */
export function relayInput(
  client: Duplex,
  display: Duplex,
  filter: (bytes: Buffer) => Buffer,
  pace: InputPace,
  onBroken: (cause: Error) => void,
): InputRelay {
  let rest: Buffer = Buffer.alloc(0);
  let isBroken = false;
  let isDraining = false;
  const paced = pace.follow(goOn);

  function goOn(): void {
    if (isBroken) return;
    try {
      while (rest.length > 0 && paced.mayGoOn() && !display.writableNeedDrain) {
        const passed = filter(rest.subarray(0, SLICE_BYTES));
        rest = rest.subarray(SLICE_BYTES);
        if (passed.length > 0) display.write(passed);
      }
    } catch (cause) {
      isBroken = true;
      return onBroken(cause as Error);
    }
    if (display.writableNeedDrain) untilDrained();
    if (rest.length > 0 || display.writableNeedDrain) client.pause();
    else client.resume();
  }

  function untilDrained(): void {
    if (isDraining) return;
    isDraining = true;
    display.once("drain", () => {
      isDraining = false;
      goOn();
    });
  }

  client.on("data", (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    goOn();
  });
  return { spend: paced.spend, [Symbol.dispose]: () => paced[Symbol.dispose]() };
}
