import { readlinkSync } from "node:fs";

import { desktopErrors } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";

import type { Child } from "../../ground/index.ts";
import type { KeepPart } from "../keep-part.ts";
import { leadOutAgain } from "./lead-out.ts";
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
  readonly nsenter: string | undefined;
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

/** What `ip -batch` reads. */
const batchOf = (commands: NetworkRules["rules"]): string => commands.map((command) => `${command.join(" ")}\n`).join("");

/** Command words that put what follows into a network namespace of its own and hold it until the network is there. */
export function networkHolder(programs: NetworkPrograms, rules: NetworkRules): string[] {
  const namespace = ["--user", "--map-root-user", "--net"];
  return [
    programs.unshare,
    ...namespace,
    "--",
    "/bin/sh",
    "-c",
    HOLDER,
    "sh",
    needed(programs.ip, "ip"),
    batchOf([...rules.routes, ...rules.rules]),
  ];
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

/** Times in a row that a helper may say nothing, of those that are told, until it is ended and another one takes its place: half a minute. */
const SILENCES = 3;

/**
 * Connects the namespace of a holder that has printed HELD, and lets it go on. A helper that ends, or hangs, is followed by another one:
 * programs go on, and what they had open through it is cut. The holder ends with the last helper: without its network the sandbox is not
 * what the policy says, and both are to be started again.
 */
export async function connectHolder(
  deps: { readonly clock: Pick<Clock, "after">; readonly keepPart: KeepPart },
  programs: NetworkPrograms,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<AsyncDisposable> {
  const { holder, onAnswer, rules, socket } = options;
  const paths = {
    slirp4netns: needed(programs.slirp4netns, "slirp4netns"),
    nsenter: needed(programs.nsenter, "nsenter"),
    ip: needed(programs.ip, "ip"),
  };
  // Joined a moment too early, the namespace would be the machine's own.
  if (readlinkSync(`/proc/${holder.pid}/ns/net`) === readlinkSync("/proc/self/ns/net")) {
    throw new Error("the sandbox has no network namespace of its own");
  }
  let helper: Child | undefined;
  let silences = 0;

  async function start(wanted: AbortSignal): Promise<Child> {
    const isFirst = helper === undefined;
    const next = await startSlirp(
      {
        ...{ program: paths.slirp4netns, pid: holder.pid, socket, onLine: options.onLine },
        nameServer: rules.nameServer !== undefined,
      },
      wanted,
    );
    options.onProcess(next.pid);
    try {
      // The holder sets the first ones itself, before anything runs.
      if (!isFirst) await leadOutAgain(paths, { pid: holder.pid, routes: rules.routes }, wanted);
    } catch (cause) {
      await next[Symbol.asyncDispose]();
      throw cause;
    }
    helper = next;
    silences = 0;
    return next;
  }

  await using connecting = new AsyncDisposableStack();
  connecting.use(await deps.keepPart("network", start, { signal, onLost: () => void holder[Symbol.asyncDispose]() }));
  connecting.use(
    watchSlirp(deps, {
      socket,
      onAnswer(answers) {
        onAnswer(answers);
        silences = answers ? 0 : silences + 1;
        if (silences === SILENCES) void helper?.[Symbol.asyncDispose]();
      },
    }),
  );
  holder.channel(GO_FD).write("go\n");
  return connecting.move();
}
