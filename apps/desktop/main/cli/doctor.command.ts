import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkRedis, createLocalDesktops, type NodeSettings, readChainHead, spanOf } from "@lucid/core";
import { systemClock, systemRandomness } from "@lucid/foundation";
import type { Command } from "commander";
import { pino } from "pino";
import { CommandError, EXIT } from "./exit-codes.ts";
import { readSettings } from "./setting-options.ts";
import { printTable } from "./table.ts";

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("Say whether this machine can host and record desktops, and what is missing")
    .option("--data <folder>", "folder of everything the node keeps")
    .option("--json", "print one JSON object")
    .action(async (options: { json?: boolean; data?: string }) => {
      const chain = checkChain(options.data);
      const sharedStore = await checkSharedStore(options.data);
      const report = await createLocalDesktops({
        clock: systemClock,
        randomness: systemRandomness,
        log: pino({ level: "silent" }),
      }).probe();
      if (options.json)
        process.stdout.write(
          `${JSON.stringify({ ...report, chain, ...(sharedStore && { shared_store: sharedStore }) }, null, 2)}\n`,
        );
      else {
        printTable(
          ["program", "state", "detail"],
          report.checks.map(({ detail, name, ok, warning }) =>
            warning === undefined ? [name, ok ? "ok" : "missing", detail] : [name, "warning", `${detail}: ${warning}`],
          ),
        );
        process.stdout.write(`Chain: ${chain.detail}.\n`);
        if (sharedStore) process.stdout.write(`Shared store: ${sharedStore.detail}.\n`);
        process.stdout.write(
          report.able ? "This machine can host desktops.\n" : `Install what is missing with: ${report.install}\n`,
        );
      }
      process.exitCode = report.able && chain.ok && sharedStore?.ok !== false ? EXIT.ok : EXIT.failed;
    });
}

/** Ahead by less than this is a correction of the clock that is soon over. */
const FAR_AHEAD_MS = 10 * 60_000;

interface ChainCheck {
  readonly ok: boolean;
  readonly detail: string;
}

/** Whether the chain in the data folder can go on with this machine's clock. */
function checkChain(data: string | undefined): ChainCheck {
  const path = dataFolder(data);
  if (path === undefined || !existsSync(join(path, "chain.db"))) return { ok: true, detail: "there is none yet" };
  try {
    const { height, headMs } = readChainHead(join(path, "chain.db"));
    const aheadMs = (headMs ?? 0) - systemClock.now();
    if (aheadMs < FAR_AHEAD_MS) return { ok: true, detail: `block ${height}` };
    const cure = "set the clock right if it is wrong, else see lucid chain reset-solo --help";
    return { ok: false, detail: `block ${height} is ${spanOf(aheadMs)} ahead of this clock, and no block comes before: ${cure}` };
  } catch (error) {
    return { ok: false, detail: `it cannot be read: ${(error as Error).message}` };
  }
}

/** Whether what the settings say is shared with other nodes can be reached from here; undefined where nothing is. */
async function checkSharedStore(data: string | undefined): ReturnType<typeof checkRedis> {
  const settings = settingsOf(data);
  return settings && (await checkRedis(settings));
}

const dataFolder = (data: string | undefined): string | undefined => settingsOf(data)?.data;

/** A machine without a home has no data folder that is not named. */
function settingsOf(data: string | undefined): NodeSettings | undefined {
  try {
    return readSettings({ data }).settings;
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
