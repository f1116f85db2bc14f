import { rmSync, writeFileSync } from "node:fs";

import { desktopErrors } from "@lucid/contract";

const lockOf = (display: number): string => `/tmp/.X${display}-lock`;

/** Numbers below are left to the machine's own X servers; those above have no use on one machine. */
const FIRST_DISPLAY = 20;
const LAST_DISPLAY = 4_019;

export interface DisplayClaim extends Disposable {
  readonly display: number;
  /** Paths that exist while the display is claimed. */
  readonly paths: readonly string[];
}

function tryLock(display: number): boolean {
  try {
    // The format of X servers: 10 characters, the pid of the owner. While this process lives they leave the number alone.
    writeFileSync(lockOf(display), `${String(process.pid).padStart(10)}\n`, { flag: "wx", mode: 0o444 });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cause;
  }
}

/**
 * Takes the first free display number. The lock file is created exclusively, as every X server does it, so neither an X server nor
 * another node can get the same number. The display's socket is nowhere to be found under that number but in its sandboxes.
 */
export function claimDisplay(): DisplayClaim {
  for (let display = FIRST_DISPLAY; display <= LAST_DISPLAY; display++) {
    if (!tryLock(display)) continue;
    const lock = lockOf(display);
    return { display, paths: [lock], [Symbol.dispose]: () => rmSync(lock, { force: true }) };
  }
  throw desktopErrors.DESKTOP_START({ part: "display", detail: "every display number is taken" });
}
