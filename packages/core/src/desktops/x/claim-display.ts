import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

import { desktopErrors } from "@lucid/contract";

/** Where every X program looks for the socket of display `:n`; fixed by libX11 and libxcb. */
const X_SOCKETS = "/tmp/.X11-unix";
const lockOf = (display: number): string => `/tmp/.X${display}-lock`;

/** Numbers below are left to the machine's own X servers; those above have no use on one machine. */
const FIRST_DISPLAY = 20;
const LAST_DISPLAY = 4_019;

export interface DisplayClaim extends Disposable {
  readonly display: number;
  /** Paths that exist while the display is claimed. */
  readonly paths: readonly string[];
  /** Makes the display's socket reachable under its usual name. */
  publish(socket: string): void;
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

/** Why no display can be claimed on this machine, and what helps; undefined where one can. Changes nothing. */
export function displayTrouble(sockets = X_SOCKETS): string | undefined {
  const folder = existsSync(sockets) ? sockets : dirname(sockets);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (cause) {
    const isReadOnly = (cause as NodeJS.ErrnoException).code === "EROFS";
    return isReadOnly
      ? `${folder} is read-only, and displays need their sockets there; allow it with: sudo mount -o remount,rw ${folder}`
      : `${folder} cannot be written by this user, and displays need their sockets there; allow it with: sudo chmod 1777 ${folder}`;
  }
}

/**
 * Names of the machine's abstract sockets (unix(7)). X programs try the abstract name of a display before its path: with a stranger behind
 * it, the recorder would show its cookie to him and record his picture.
 */
const abstractSockets = (): ReadonlySet<string> =>
  new Set(
    readFileSync("/proc/net/unix", "latin1")
      .split("\n")
      .flatMap((line) => line.split(" @")[1] ?? []),
  );

/**
 * Takes the first free display number. The lock file is created exclusively, as every X server does it, so neither an X server nor
 * another node can get the same number. A number whose lock or socket exists is passed over, stale or not.
 */
export function claimDisplay(): DisplayClaim {
  const trouble = displayTrouble();
  if (trouble !== undefined) {
    throw desktopErrors.DESKTOP_START({ part: "display", detail: trouble }, { message: `The desktop did not start: ${trouble}` });
  }
  // Whoever makes the folder makes it for every user of the machine; the umask must not narrow it.
  if (mkdirSync(X_SOCKETS, { recursive: true }) !== undefined) chmodSync(X_SOCKETS, 0o1777);
  const abstract = abstractSockets();
  for (let display = FIRST_DISPLAY; display <= LAST_DISPLAY; display++) {
    const socket = `${X_SOCKETS}/X${display}`;
    if (abstract.has(socket) || existsSync(socket) || !tryLock(display)) continue;
    if (existsSync(socket)) {
      rmSync(lockOf(display));
      continue;
    }
    return {
      display,
      paths: [lockOf(display), socket],
      publish(target) {
        rmSync(socket, { force: true });
        symlinkSync(target, socket);
      },
      [Symbol.dispose]() {
        rmSync(socket, { force: true });
        rmSync(lockOf(display), { force: true });
      },
    };
  }
  throw desktopErrors.DESKTOP_START({ part: "display", detail: "every display number is taken" });
}
