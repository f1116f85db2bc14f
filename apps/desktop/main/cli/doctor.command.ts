import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  CertificateError,
  certificateTrouble,
  checkRedis,
  createLocalDesktops,
  type EffectiveSettings,
  listBackups,
  placeOf,
  publicKeyIn,
  readCertificate,
  readChainHead,
  spanOf,
  withStored,
} from "@lucid/core";
import { systemClock, systemRandomness } from "@lucid/foundation";
import type { Command } from "commander";
import { pino } from "pino";
import { CommandError, EXIT } from "./exit-codes.ts";
import { readSettings } from "./setting-options.ts";
import { printTable } from "./table.ts";
import { terminalText } from "./terminal-text.ts";

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("Say whether this machine can host and record desktops, and what is missing")
    .option("--data <folder>", "folder of everything the node keeps")
    .option("--json", "print one JSON object")
    .action(async (options: { json?: boolean; data?: string }) => {
      const effective = settingsOf(options.data);
      const chain = checkChain(effective?.settings.data);
      const tls = checkTls(effective);
      const sharedStore = effective && (await checkRedis(effective.settings));
      const report = await createLocalDesktops({
        clock: systemClock,
        randomness: systemRandomness,
        log: pino({ level: "silent" }),
      }).probe();
      const backup = await checkBackups(effective);
      if (options.json)
        process.stdout.write(
          `${JSON.stringify({ ...report, chain, tls, backup, ...(sharedStore && { shared_store: sharedStore }) }, null, 2)}\n`,
        );
      else {
        printTable(
          ["program", "state", "detail"],
          report.checks.map(({ detail, name, ok, warning }) =>
            warning === undefined ? [name, ok ? "ok" : "missing", detail] : [name, "warning", `${detail}: ${warning}`],
          ),
        );
        process.stdout.write(`Chain: ${chain.detail}.\nTLS: ${tls.detail}.\n`);
        if (sharedStore) process.stdout.write(`Shared store: ${sharedStore.detail}.\n`);
        process.stdout.write(`Backup: ${terminalText(backup.detail)}.\n`);
        process.stdout.write(
          report.able ? "This machine can host desktops.\n" : `Install what is missing with: ${report.install}\n`,
        );
      }
      process.exitCode = report.able && chain.ok && tls.ok && sharedStore?.ok !== false ? EXIT.ok : EXIT.failed;
    });
}

/** Ahead by less than this is a correction of the clock that is soon over. */
const FAR_AHEAD_MS = 10 * 60_000;

interface Check {
  readonly ok: boolean;
  readonly detail: string;
}

/** Whether the chain in the data folder can go on with this machine's clock. */
function checkChain(path: string | undefined): Check {
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

/** Whether the certificate of the listener with TLS can be used, and for how long. */
function checkTls(effective: EffectiveSettings | undefined): Check {
  const { tls_certificate_file: certificate = "", tls_key_file: key = "" } = effective?.settings ?? {};
  if (certificate === "") return { ok: true, detail: "no certificate is set up: the node listens without" };
  try {
    const read = readCertificate({ certificate, key });
    const trouble = certificateTrouble(read, systemClock.now());
    const until = new Date(read.notAfterMs).toISOString().slice(0, 10);
    if (trouble === undefined) return { ok: true, detail: `the certificate for ${read.names} is valid until ${until}` };
    return {
      ok: false,
      detail: `the certificate for ${read.names}: ${trouble}. Put a new one into ${certificate}; a running node takes it by itself`,
    };
  } catch (error) {
    if (error instanceof CertificateError) return { ok: false, detail: error.message };
    throw error;
  }
}

interface BackupState {
  readonly last_made_at: string | null;
  readonly detail: string;
}

/** What lies in the folder for backups, as far as its node has signed it. Nothing is read back here. */
async function checkBackups(effective: EffectiveSettings | undefined): Promise<BackupState> {
  const path = effective?.settings.data ?? "";
  if (!effective || !existsSync(join(path, "node.db"))) return { last_made_at: null, detail: "there is no node yet" };
  const { settings } = withStored(effective);
  if (settings.backup_folder === "") return { last_made_at: null, detail: "no folder for backups is set" };
  const node = await publicKeyIn(path);
  const [newest] = await listBackups(placeOf(settings.backup_folder, node));
  const made = newest?.manifest?.created_at;
  if (made === undefined) return { last_made_at: null, detail: `none that this node has signed is in ${settings.backup_folder}` };
  const ago = spanOf(systemClock.now() - Date.parse(made));
  return {
    last_made_at: made,
    detail: `the last one was made ${ago} ago, in ${newest?.path}; lucid backup verify reads it back`,
  };
}

/** A machine without a home has no data folder that is not named. */
function settingsOf(data: string | undefined): EffectiveSettings | undefined {
  try {
    return readSettings({ data });
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}
