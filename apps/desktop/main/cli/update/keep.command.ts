import { systemClock } from "@lucid/foundation";
import type { Command } from "commander";
import type { ProgramFiles } from "../../program-files.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { readInstallation } from "./installation.ts";
import { keepNode } from "./keep-node.ts";

/** A new version must have been healthy for this long. Shorter, and a fault that shows after a while would be in force. */
const HEALTHY_S = 60;

/** `lucid keep`: the node of a tarball, with its updates and the way back from them. */
export function addKeepCommand(program: Command, { manifest }: ProgramFiles): void {
  program
    .command("keep")
    .description("Run the node, and put its updates in force with a way back (of a node that was installed from its tarball)")
    .option("--healthy-for <seconds>", "how long a new version must have been healthy before it is in force", String(HEALTHY_S))
    .option("--json", "print the node's first line as it is")
    .argument("[settings...]", "what `lucid --server` is started with, after --")
    .action(async (args: string[], options: { json?: boolean; healthyFor: string }) => {
      const installation = readInstallation(manifest);
      if (installation.kind !== "tarball")
        throw new CommandError(EXIT.usage, "keeping a node is for those that were installed from a tarball: see lucid update");
      const healthyMs = Number(options.healthyFor) * 1_000;
      if (!(healthyMs > 0)) throw new CommandError(EXIT.usage, `--healthy-for is ${options.healthyFor}: it must be seconds`);
      const stop = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
      // The kept node's timers are the only thing that holds this process.
      const alive = setInterval(() => undefined, 60_000);
      const code = await keepNode(
        { clock: systemClock },
        {
          ...{ folders: installation.folders, args, healthyMs, signal: stop.signal },
          onAnnounced: (line) => void process.stdout.write(options.json ? `${line}\n` : welcome(line)),
          say: (text) => void process.stderr.write(`${text}\n`),
        },
      );
      clearInterval(alive);
      process.exitCode = code ?? EXIT.failed;
    });
}

function welcome(line: string): string {
  const { setupCode, url }: { url: string; setupCode?: string } = JSON.parse(line);
  return setupCode === undefined ? `Open ${url}\n` : `Open ${url}/setup#code=${setupCode} to become its owner\n`;
}
