/** Exit codes of `lucid`. They are part of the interface: scripts and service managers read them. */
export const EXIT = {
  ok: 0,
  /** The command ran and the answer is no: not verified, the demo failed, a program is missing. */
  failed: 1,
  /** Wrong usage, or a file that cannot be read. */
  usage: 2,
  /** A setting is wrong. */
  settings: 3,
  /** The data folder cannot be used: read-only, full, in use. */
  data: 4,
  /** The port or address cannot be taken. */
  address: 5,
  /** A program that is needed for hosting desktops is missing. */
  program: 6,
  /** Ctrl-C ended it before there was an answer: what shells say of that signal. */
  interrupted: 130,
} as const;

/** Ends a command with a message for the person and an exit code for the script. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: number;

  constructor(exitCode: number, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
