import { MAX_CLIPBOARD_BYTES } from "@lucid/contract";
import type { Child } from "../../ground/index.ts";
import type { DesktopPolicy, Geometry } from "../desktop.ts";
import { DISPLAY_NICENESS, displayBytes } from "../sandbox/limits.ts";
import { FIRST_FREE_FD, startBwrap } from "../sandbox/start-bwrap.ts";
import { isolation, systemView } from "../sandbox/system-view.ts";
import { NO_FURTHER_KEYS } from "./keyboard-map.ts";

export interface DisplayOptions {
  readonly programs: { readonly bwrap: string; readonly Xvnc: string; readonly prlimit: string };
  readonly display: number;
  readonly geometry: Geometry;
  readonly policy: DesktopPolicy;
  readonly xauthority: string;
  /** Folder that will hold the X socket `X<display>`. */
  readonly xSockets: string;
  /** Folder that will hold the RFB socket `rfb`. */
  readonly rfbSockets: string;
  readonly onLine: (line: string) => void;
  readonly onFirstProcess: (pid: number) => void;
}

/**
 * Extensions that neither the programs of a desktop nor its recorder need. BIG-REQUESTS, SHAPE, SYNC, XC-MISC, XInputExtension,
 * XKEYBOARD, Present and VNC-EXTENSION cannot be switched off, XTEST goes with RECORD, and Xvnc 1.12 dies of a GTK program without DAMAGE.
 * The X gate hides those that are not in its table.
 */
const UNUSED_EXTENSIONS = [
  ...["COMPOSITE", "DOUBLE-BUFFER", "DPMS", "GLX", "MIT-SCREEN-SAVER", "MIT-SHM", "RANDR", "SECURITY"],
  ...["X-Resource", "XINERAMA", "XVideo", "XVideo-MotionCompensation"],
];

/** Where the display says that it is ready, and where bwrap reads the list of keys. */
const READY_FD = FIRST_FREE_FD;
const KEYS_FD = FIRST_FREE_FD + 1;

/**
 * Caps Lock, and the key that it is taken for (keysymdef.h), which no keyboard has and which does nothing: a client says what its key types,
 * capitals included. The display guesses from a letter and Shift that a client has its lock on, and presses one of its own, after which
 * every letter beyond a to z comes as a capital, of every client, and one without a capital not at all: not what the client said, and what
 * the record has. Programs that compose a letter with a dead key pass over either.
 */
const CAPS_LOCK = 0xffe5;
const SHIFT_LOCK = 0xffe6;

const hex = (keysym: number): string => `0x${keysym.toString(16)}`;
const flag = (name: string, on: boolean): string => `-${name}=${on ? 1 : 0}`;

function xvncArguments(options: DisplayOptions): string[] {
  const { clipboard } = options.policy;
  return [
    ...[`:${options.display}`, "-geometry", `${options.geometry.width}x${options.geometry.height}`, "-depth", "24"],
    ...["-auth", "/run/lucid/Xauthority", "-nolisten", "tcp", "-nolisten", "local", "-noreset", "-displayfd", String(READY_FD)],
    // Only the node reaches the private socket, and it has checked the password before: see rfb-gate.
    ...[
      "-rfbport",
      "-1",
      "-rfbunixpath",
      "/run/lucid/rfb/rfb",
      "-SecurityTypes",
      "None",
      "-AlwaysShared",
      flag("UseBlacklist", false),
    ],
    // Nothing may be changed at run time: programs in the desktop can talk to the X server too.
    ...["-AllowOverride=", flag("AcceptSetDesktopSize", false)],
    ...UNUSED_EXTENSIONS.flatMap((name) => ["-extension", name]),
    ...[flag("SendCutText", clipboard.remoteToHost), flag("SendPrimary", false)],
    ...[flag("AcceptCutText", clipboard.hostToRemote), flag("SetPrimary", false), `-MaxCutText=${MAX_CLIPBOARD_BYTES}`],
    `-RemapKeys=${hex(CAPS_LOCK)}->${hex(SHIFT_LOCK)}`,
    ...[flag("AcceptKeyEvents", options.policy.keyboard), flag("AcceptPointerEvents", options.policy.mouse)],
  ];
}

/**
 * Starts Xvnc in a sandbox of its own: no network, no file but its cookie, its own IPC namespace. The last one matters: with the
 * machine's, a program in the desktop could name the shared memory of another session's recorder and have the X server show it.
 */
export async function startDisplay(options: DisplayOptions, signal: AbortSignal): Promise<Child> {
  const { bwrap, prlimit, Xvnc } = options.programs;
  const sandbox = [
    ...isolation(),
    ...["--unshare-net", ...systemView(), "--dev", "/dev", "--tmpfs", "/tmp"],
    ...["--bind", options.xSockets, "/tmp/.X11-unix", "--bind", options.rfbSockets, "/run/lucid/rfb"],
    ...["--ro-bind", options.xauthority, "/run/lucid/Xauthority"],
    ...["--ro-bind-data", String(KEYS_FD), NO_FURTHER_KEYS.path],
  ];
  const child = await startBwrap({
    bwrap,
    view: sandbox,
    command: [
      ...[prlimit, `--as=${displayBytes(options.geometry)}`, "--core=0", "nice", "-n", String(DISPLAY_NICENESS)],
      ...[Xvnc, ...xvncArguments(options)],
    ],
    extraFds: 2,
    onLine: options.onLine,
    onFirstProcess: options.onFirstProcess,
  });
  // A pipe breaks when bwrap dies early; its exit tells why.
  child
    .channel(KEYS_FD)
    .on("error", () => undefined)
    .end(NO_FURTHER_KEYS.text);
  try {
    await isReady(child, signal);
    return child;
  } catch (cause) {
    await child[Symbol.asyncDispose]();
    throw cause;
  }
}

/** Xvnc writes its display number to its descriptor once it accepts connections. */
async function isReady(child: Child, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const ready = Promise.withResolvers<void>();
  const onAbort = (): void => ready.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const channel = child.channel(READY_FD);
  channel.once("data", () => ready.resolve()).on("error", () => undefined);
  void child.exited.then(({ code, signal: killed }) =>
    ready.reject(new Error(`Xvnc ended (${code ?? killed}): ${child.tail()}`)),
  );
  try {
    await ready.promise;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
