import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { holdLock, isLockHeld } from "@lucid/foundation";

const BUILD = join(import.meta.dirname, "../build");

/** Waits until nobody else does what has this name in this tree, in whichever process; until it is disposed nobody else does. */
export async function alone(name: string): Promise<Disposable> {
  mkdirSync(BUILD, { recursive: true });
  for (;;) {
    try {
      return holdLock(join(BUILD, `${name}.lock`), { timeoutMs: 0 });
    } catch (error) {
      if (!isLockHeld(error)) throw error;
    }
    await sleep(200);
  }
}
