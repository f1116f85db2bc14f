import { readlinkSync } from "node:fs";

import { desktopErrors } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";

import type { Child } from "../../ground/index.ts";
import type { KeepPart } from "../keep-part.ts";
import type { NetworkRules } from "./network-rules.ts";
import { REPORT } from "./session-files.ts";
import { FIRST_FREE_FD } from "./start-bwrap.ts";
import { startSlirp } from "./start-slirp.ts";
import { watchSlirp } from "./watch-slirp.ts";

/** Descriptor on which the holder waits until the network is there. */
export const GO_FD = FIRST_FREE_FD;

export interface NetworkPrograms {
  readonly unshare: string;
  readonly slirp4netns: string | undefined;
  readonly ip: string | undefined;
}

function needed(program: string | undefined, name: string): string {
  if (program !== undefined) return program;
  throw desktopErrors.DESKTOP_START({ part: "network", detail: `${name} is not installed, and the policy opens the network` });
}

/** What the holder prints once it is in its network namespace. */
export const HELD = `${REPORT}held`;
/** Waits for the network, sets its rules, becomes the command. Arguments: path of `ip`, the rules as `ip` reads them, the command. */
const HOLDER = `ip=$1 rules=$2
shift 2
echo ${HELD}
read -r go <&${GO_FD} || exit 96
exec ${GO_FD}<&-
printf '%s' "$rules" | "$ip" -batch - || exit 97
exec "$@"`;

/** Command words that put what follows into a network namespace of its own and hold it until the network is there. */
export function networkHolder(programs: NetworkPrograms, rules: NetworkRules): string[] {
  const lines = rules.commands.map((command) => `${command.join(" ")}\n`).join("");
  const namespace = ["--user", "--map-root-user", "--net"];
  return [programs.unshare, ...namespace, "--", "/bin/sh", "-c", HOLDER, "sh", needed(programs.ip, "ip"), lines];
}

export interface ConnectOptions {
  readonly holder: Child;
  readonly rules: NetworkRules;
  readonly onLine: (line: string) => void;
  readonly onProcess: (pid: number) => void;
  /** Path for the helper's own socket. */
  readonly socket: string;
  /** Whether the helper answers, told again and again. */
  readonly onAnswer: (answers: boolean) => void;
}

/**
 * Connects the namespace of a holder that has printed HELD, and lets it go on. The holder ends with the connection:
 * without its network the sandbox is not what the policy says, and both are to be started again.
 */
export async function connectHolder(
  deps: { readonly clock: Pick<Clock, "after">; readonly keepPart: KeepPart },
  programs: NetworkPrograms,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<AsyncDisposable> {
  const { holder, onAnswer, rules, socket } = options;
  // Joined a moment too early, the namespace would be the machine's own.
  if (readlinkSync(`/proc/${holder.pid}/ns/net`) === readlinkSync("/proc/self/ns/net")) {
    throw new Error("the sandbox has no network namespace of its own");
  }
  await using connecting = new AsyncDisposableStack();
  const network = await deps.keepPart(
    "network",
    async (wanted) => {
      const slirp = await startSlirp(
        {
          program: needed(programs.slirp4netns, "slirp4netns"),
          pid: holder.pid,
          nameServer: rules.nameServer !== undefined,
          socket,
          onLine: options.onLine,
        },
        wanted,
      );
      options.onProcess(slirp.pid);
      return slirp;
    },
    { signal, restarts: 0, onLost: () => void holder[Symbol.asyncDispose]() },
  );
  connecting.use(network);
  connecting.use(watchSlirp(deps, { socket, onAnswer }));
  holder.channel(GO_FD).write("go\n");
  return connecting.move();
}
