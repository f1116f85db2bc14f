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

/** How often in a row it is told of a helper that it does not answer, before it is ended: its connections go with it. */
const SILENCES = 2;

/**
 * Connects the namespace of a holder that has printed HELD, and lets it go on. What connects it is started again when it ends or hangs,
 * for as long as it is wanted; the rules are of the namespace and hold meanwhile.
 */
export async function connectHolder(
  deps: { readonly clock: Pick<Clock, "after">; readonly keepPart: KeepPart },
  programs: NetworkPrograms,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<AsyncDisposable> {
  const { holder, rules, socket } = options;
  const namespaceOf = (pid: number | "self"): string => readlinkSync(`/proc/${pid}/ns/net`);
  const namespace = namespaceOf(holder.pid);
  // Joined a moment too early, the namespace would be the machine's own.
  if (namespace === namespaceOf("self")) throw new Error("the sandbox has no network namespace of its own");
  let helper: Child | undefined;
  let silences = 0;

  async function start(wanted: AbortSignal): Promise<Child> {
    // Its number may be another process's by now.
    if (namespaceOf(holder.pid) !== namespace) throw new Error("the sandbox whose network this was is gone");
    helper = await startSlirp(
      {
        program: needed(programs.slirp4netns, "slirp4netns"),
        pid: holder.pid,
        nameServer: rules.nameServer !== undefined,
        socket,
        onLine: options.onLine,
      },
      wanted,
    );
    silences = 0;
    options.onProcess(helper.pid);
    return helper;
  }

  function onAnswer(answers: boolean): void {
    options.onAnswer(answers);
    silences = answers ? 0 : silences + 1;
    if (silences >= SILENCES) void helper?.[Symbol.asyncDispose]();
  }

  await using connecting = new AsyncDisposableStack();
  connecting.use(await deps.keepPart("network", start, { signal, isDispensable: true }));
  connecting.use(watchSlirp(deps, { socket, onAnswer }));
  holder.channel(GO_FD).write("go\n");
  return connecting.move();
}
