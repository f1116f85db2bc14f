import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeCrashReport } from "@lucid/core";
import { systemClock } from "@lucid/foundation";

/** The last ones say what a problem looks like; a program that ends again and again does not fill the disk. */
const MOST = 10;

/** Below the data folder. */
export const crashReportsIn = (data: string): string => join(data, "crash-reports");

/** Writes a file about what the program ends of, in place of nothing, and changes nothing of how it ends. It is sent nowhere. */
export function keepCrashReports(folder: string, version: string): Disposable {
  const keep = (error: unknown): void => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const at = new Date(systemClock.now()).toISOString();
      const path = join(folder, `crash-${at.replaceAll(":", "-")}.txt`);
      writeFileSync(path, writeCrashReport({ version, at, error }), { flag: "wx", mode: 0o600 });
      process.stderr.write(`A crash report was written: ${path}\n`);
      const older = readdirSync(folder)
        .filter((name) => name.startsWith("crash-"))
        .toSorted()
        .slice(0, -MOST);
      for (const name of older) rmSync(join(folder, name));
    } catch (cause) {
      process.stderr.write(`No crash report was written: ${(cause as Error).message}\n`);
    }
  };
  process.on("uncaughtExceptionMonitor", keep);
  return { [Symbol.dispose]: () => void process.off("uncaughtExceptionMonitor", keep) };
}
