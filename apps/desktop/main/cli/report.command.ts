import { existsSync, statSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import type { LogEntry } from "@lucid/contract";
import { createLocalDesktops, DataFolderError, readNodeLog, reportSettings, withStored, writeProblemReport } from "@lucid/core";
import { systemClock, systemRandomness } from "@lucid/foundation";
import type { Command } from "commander";
import { pino } from "pino";
import type { ProgramFiles } from "../program-files.ts";
import { askNode } from "./doctor/check-running.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { readSettings } from "./setting-options.ts";
import { terminalLines } from "./terminal-text.ts";
import { readVersion } from "./version.ts";

const KEPT = ["node.db", "audit.db", "chain.db", "log.db"] as const;

/** `lucid report`: what somebody needs to help, shown first and saved only where it is asked for. Nothing is sent anywhere. */
export function addReportCommand(program: Command, files: ProgramFiles): void {
  program
    .command("report")
    .description("Show what helps to find a problem, with names, addresses and secrets left out; it is sent nowhere")
    .option("--data <folder>", "folder of everything the node keeps")
    .option("--save <file>", "save what is shown as well")
    .action(async (options: { data?: string; save?: string }) => {
      const { settings, sources } = withStored(readSettings({ data: options.data }));
      const desktops = createLocalDesktops({ clock: systemClock, randomness: systemRandomness, log: pino({ level: "silent" }) });
      const [{ checks, encoder }, health] = await Promise.all([desktops.probe(), askNode(settings.host, settings.port)]);
      const text = writeProblemReport({
        version: readVersion(files.manifest),
        madeAt: new Date(systemClock.now()).toISOString(),
        ...(health && { uptime: health.uptime }),
        settings: reportSettings(settings, (key) => sources[key]),
        parts: health?.dependencies ?? {},
        units: [],
        machine: [
          ["node", health ? `${health.status}, version ${health.version}` : "none answers on this machine"],
          ["cores", `${cpus().length}, load ${loadavg()[0]?.toFixed(1)}`],
          ["memory", `${Math.round(totalmem() / 1_048_576)} MiB`],
          ["encoder", encoder?.name ?? "none"],
          ...KEPT.map((name) => [name, sizeOf(join(settings.data, name))] as const),
          ...checks.map(({ name, ok, detail, warning }) => [name, `${ok ? "ok" : "missing"}, ${warning ?? detail}`] as const),
        ],
        log: await readLog(settings.data),
      });
      process.stdout.write(terminalLines(text));
      if (options.save !== undefined) save(options.save, text);
    });
}

/** What is kept of the log; nothing where none is, or where it cannot be read, which the sizes above tell apart. */
async function readLog(data: string): Promise<readonly LogEntry[]> {
  try {
    using log = readNodeLog(data);
    return await log.recent();
  } catch (error) {
    if (error instanceof DataFolderError) return [];
    throw error;
  }
}

const sizeOf = (path: string): string => (existsSync(path) ? `${statSync(path).size} bytes` : "is not there");

/** Never over a file that is there. */
function save(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx", mode: 0o600 });
  } catch (error) {
    throw new CommandError(EXIT.usage, `the report was not saved: ${(error as Error).message}`, { cause: error });
  }
}
