import type { Clock } from "@lucid/foundation";
import type { Child, ChildExit } from "./child-process.ts";

/** Restarts granted within a window; a program that needs more is broken, and going on would only hide it. */
const BUDGET = 5;
const WINDOW_MS = 60_000;
const FIRST_PAUSE_MS = 100;

export interface KeeperOptions {
  readonly start: () => Promise<Child>;
  /** A run ended and the next is about to be started. */
  readonly onRestart: (exit: ChildExit) => void;
  /** The budget is used up, or a start failed. Nothing is started again. */
  readonly onGivenUp: (exit: ChildExit, cause?: unknown) => void;
}

/** Keeps a program running until disposed: each end is followed by a new start after a pause that doubles. */
export async function keepRunning(deps: { readonly clock: Clock }, options: KeeperOptions): Promise<AsyncDisposable> {
  let child: Child | undefined = await options.start();
  let isStopped = false;
  let endings: number[] = [];
  const stopped = Promise.withResolvers<void>();

  async function pause(): Promise<void> {
    const waited = Promise.withResolvers<void>();
    using _timer = deps.clock.after(FIRST_PAUSE_MS * 2 ** (endings.length - 1), waited.resolve);
    await Promise.race([waited.promise, stopped.promise]);
  }

  async function follow(first: Child): Promise<void> {
    let exit = await first.exited;
    while (!isStopped) {
      child = undefined;
      const nowMs = deps.clock.now();
      endings = [...endings.filter((atMs) => atMs > nowMs - WINDOW_MS), nowMs];
      if (endings.length > BUDGET) return options.onGivenUp(exit);
      await pause();
      if (isStopped) return;
      options.onRestart(exit);
      let next: Child;
      try {
        next = await options.start();
      } catch (cause) {
        return options.onGivenUp(exit, cause);
      }
      child = next;
      // Stopped while it started: nobody else knows of it yet.
      if (isStopped) await next[Symbol.asyncDispose]();
      exit = await next.exited;
    }
  }
  const following = follow(child);

  return {
    async [Symbol.asyncDispose]() {
      isStopped = true;
      stopped.resolve();
      await child?.[Symbol.asyncDispose]();
      await following;
    },
  };
}
