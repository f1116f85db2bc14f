import type { z } from "zod";
import { settingCount } from "../ground/index.ts";
import type { LogLines } from "./create-log-tap.ts";
import type { NodeLogOptions } from "./start-node-log.ts";

export const nodeLogSettings = {
  log_keep_days: settingCount(1, 365).default(30).describe("days that lines of the node's own log are kept"),
  log_keep_mib: settingCount(8, 65_536).default(256).describe("largest size of the kept log in MiB; the oldest lines go first"),
};

/** Without lines to keep there is nothing that a worker would be good for. */
export const nodeLogOptions = (
  settings: Readonly<z.infer<z.ZodObject<typeof nodeLogSettings>>>,
  {
    logLines,
    files,
  }: { readonly logLines?: LogLines | undefined; readonly files: { readonly workers: { readonly log: string } } },
): NodeLogOptions => ({
  keepDays: settings.log_keep_days,
  keepMib: settings.log_keep_mib,
  program: logLines && files.workers.log,
});
