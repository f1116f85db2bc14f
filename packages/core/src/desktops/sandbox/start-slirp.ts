import { once } from "node:events";

import { type Child, startChild } from "../../ground/index.ts";
import { SANDBOX_NETWORK } from "./network-rules.ts";

export interface SlirpOptions {
  readonly program: string;
  /** A process in the network namespace that is to be connected. */
  readonly pid: number;
  readonly nameServer: boolean;
  /** Where it answers questions, in a folder that is closed to everybody else: it opens ports for whoever asks there. */
  readonly socket: string;
  readonly onLine: (line: string) => void;
}

/**
 * Connects a network namespace to the world through a user-mode network stack, without the machine's loopback. It ends with the node:
 * its exit descriptor closes.
 */
export async function startSlirp(options: SlirpOptions, signal: AbortSignal): Promise<Child> {
  const flags = ["--configure", "--mtu=65520", "--disable-host-loopback", "--enable-sandbox", "--enable-seccomp"];
  const child = await startChild({
    program: options.program,
    args: [
      ...flags,
      `--cidr=${SANDBOX_NETWORK}`,
      ...(options.nameServer ? [] : ["--disable-dns"]),
      ...["--api-socket", options.socket],
      ...["--ready-fd=3", "--exit-fd=4", String(options.pid), "tap0"],
    ],
    env: {},
    extraFds: 2,
    onLine: options.onLine,
  });
  const ended = child.exited.then(({ code, signal }) => {
    throw new Error(`slirp4netns ended (${code ?? signal}): ${child.tail()}`);
  });
  try {
    await Promise.race([once(child.channel(3), "data", { signal }), ended]);
    return child;
  } catch (cause) {
    await child[Symbol.asyncDispose]();
    throw cause;
  } finally {
    ended.catch(() => undefined);
  }
}
