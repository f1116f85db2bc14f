import { resolve } from "node:path";
import type { RehearsalReport } from "@lucid/contract";
import { type Restored, readIdentities, rehearseRestore, restoreBackup } from "@lucid/core";
import { systemClock, systemRandomness } from "@lucid/foundation";
import type { Command } from "commander";
import { pino } from "pino";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { readBook } from "../known/book-file.ts";
import { keyOf } from "../known/pin-options.ts";
import { inWords } from "../progress-line.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";
import { whileWorking } from "./while-working.ts";

interface RestoreOptions {
  readonly identity: string;
  readonly data?: string;
  readonly node?: string;
  readonly rehearse?: boolean;
  readonly room?: string;
  readonly json?: boolean;
}

/** `lucid restore`: puts a node back from a backup, or shows that one could. */
export function addRestoreCommand(program: Command): void {
  program
    .command("restore")
    .description("Put a node back from a backup into a new data folder, or rehearse it")
    .argument("<backup>", "folder of one backup")
    .requiredOption("--identity <file>", "file with the age identity that the backup is encrypted to")
    .option("--data <folder>", "where the node is to be; not there yet, or empty")
    .option("--rehearse", "put it back into a folder that is thrown away, and say what was found")
    .option("--room <folder>", "where a rehearsal takes place (default: the folder for temporary files)")
    .option("--node <key>", "accept only a backup of this node")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      helpNotes(`
Whoever knows a recipient can encrypt to it: say with --node whose backup you expect. Before you start the restored node, see to it
that the other one does not run any more: two with one key sign against each other.`),
    )
    .action((backup: string, options: RestoreOptions) =>
      options.rehearse ? rehearse(backup, options) : restore(backup, options),
    );
}

async function sourceOf(backup: string, { identity, node }: RestoreOptions) {
  const book = await readBook();
  return {
    backup: resolve(backup),
    identities: await readIdentities(resolve(identity)),
    node: node === undefined ? undefined : keyOf("node", node, book),
  };
}

async function restore(backup: string, options: RestoreOptions): Promise<void> {
  const { data } = options;
  if (data === undefined) throw new CommandError(EXIT.usage, "say with --data where the node is to be, or --rehearse");
  const restored = await whileWorking(async (working) => {
    const source = await sourceOf(backup, options);
    return await restoreBackup(
      { randomness: systemRandomness },
      { ...source, ...working, data: resolve(data), wanted: () => true },
    );
  });
  const { manifest, chunks, lost } = restored;
  const report = { data: resolve(data), node: manifest.node, created_at: manifest.created_at, chunks, lost: lost.length };
  process.stdout.write(options.json ? `${terminalJson(report)}\n` : linesOf(restored, resolve(data)));
  process.exitCode = lost.length === 0 || manifest.recordings === null ? EXIT.ok : EXIT.failed;
}

function linesOf({ manifest, databases, chunks, lost }: Restored, data: string): string {
  const lines = [
    `The node ${manifest.node} of ${manifest.created_at} is in ${data}.`,
    `Databases, each whole: ${databases.join(", ")}.`,
    manifest.recordings
      ? `Chunks of recordings: ${chunks}.`
      : `The backup was made without recordings: ${lost.length} chunks are not here.`,
    ...(manifest.recordings && lost.length > 0
      ? [`Chunks that the backup does not hold, or not as they were: ${lost.length}.`]
      : []),
    `Settings that were given at its start are in ${data}/lucid.config.json; start it with: lucid --server --data ${data}`,
  ];
  return lines.map((line) => `${terminalText(line)}\n`).join("");
}

async function rehearse(backup: string, options: RestoreOptions): Promise<void> {
  const { manifest, report } = await whileWorking(async (working) => {
    const source = await sourceOf(backup, options);
    const deps = { clock: systemClock, randomness: systemRandomness, log: pino({ level: "silent" }) };
    return await rehearseRestore(deps, {
      ...source,
      ...working,
      ...(options.room !== undefined && { room: resolve(options.room) }),
    });
  });
  const { node, created_at } = manifest;
  const lines = [
    `${report.faults.length === 0 ? "RESTORABLE" : "NOT RESTORABLE"} ${backup}`,
    `The node ${node} of ${created_at} was put back, looked at, and thrown away.`,
    ...wordsOf(report),
    ...report.faults.map((fault) => `WRONG: ${fault}.`),
  ];
  const text = lines.map((line) => `${terminalText(line)}\n`).join("");
  process.stdout.write(options.json ? `${terminalJson({ node, created_at, ...report })}\n` : text);
  process.exitCode = report.faults.length === 0 ? EXIT.ok : EXIT.failed;
}

function wordsOf({ databases, people, sessions, chain, audit_entries, recordings }: RehearsalReport): string[] {
  const { chunks, absent, provable, verified, verified_bytes } = recordings;
  return [
    `Databases, every page of them: ${databases.join(", ")}. People: ${people}. Sessions: ${sessions}.`,
    `Chain: ${chain.blocks} blocks keep every rule, from the genesis document on.`,
    `Audit log: ${audit_entries} entries, each of which goes on from the one before.`,
    `Recordings: ${chunks - absent} of ${chunks} chunks are in the backup; of ${provable} recordings with a final anchor,`,
    `${verified.length} were verified as bundles (${inWords(verified_bytes)}).`,
  ];
}
