import type { Clock, Log } from "@lucid/foundation";

/** Calls `work` again and again until it is disposed, also after it failed. */
export function every(ms: number, { clock, log }: { readonly clock: Clock; readonly log: Log }, work: () => void): Disposable {
  let timer = clock.after(ms, again);
  function again(): void {
    try {
      work();
    } catch (error) {
      log.error({ err: error }, "regular work failed");
    }
    timer = clock.after(ms, again);
  }
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
