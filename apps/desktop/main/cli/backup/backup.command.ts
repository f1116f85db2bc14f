import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type BackupCheck, checkBackup, givenSettings, listBackups, type MadeBackup, makeBackup } from "@lucid/core";
import { systemClock, systemRandomness, writeDurably } from "@lucid/foundation";
import { newIdentity } from "@lucid/identity";
import type { Command } from "commander";
import type { ProgramFiles } from "../../program-files.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { inWords } from "../progress-line.ts";
import { readSettings } from "../setting-options.ts";
import { printTable } from "../table.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";
import { readVersion } from "../version.ts";
import { whileWorking } from "./while-working.ts";

interface MakeOptions {
  readonly data?: string;
  readonly to: string;
  readonly recipient: readonly string[];
  readonly recordings: boolean;
  readonly json?: boolean;
}

/** `lucid backup`: a full, encrypted backup of a node, and what one needs around it. */
export function addBackupCommand(program: Command, files: ProgramFiles): void {
  const backup = program
    .command("backup")
    .description("Back a node up, and look after its backups")
    .addHelpText("after", helpNotes("Without a command: make, whose options `lucid backup make --help` tells."));
  backup
    .command("make", { isDefault: true })
    .description("Make a full backup of a node, which may be running")
    .option("--data <folder>", "folder of everything the node keeps")
    .requiredOption("--to <folder>", "where backups are kept; outside of the data folder, best on another disk")
    .requiredOption("--recipient <age1...>", "whom it is encrypted to; may be given several times", collect, [])
    .option("--without-recordings", "leave the sealed recordings out, by far the largest part")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      helpNotes(`
In a backup are, encrypted: the databases, the keys and the documents of the node. Sealed recordings lie beside it as they are,
encrypted to their own recipients, each under its hash and once for all backups. After it was written the backup is read back.`),
    )
    .action((options: Omit<MakeOptions, "recordings"> & { withoutRecordings?: boolean }) =>
      make({ ...options, recordings: options.withoutRecordings !== true }, readVersion(files.manifest)),
    );
  backup
    .command("identity")
    .description("Make an age identity in a new file, and print the recipient that belongs to it")
    .argument("<file>", "where to keep the identity: not on the node, and where you find it again")
    .action(makeIdentity);
  backup
    .command("verify")
    .description("Read a backup back, every byte of it, and compare it with what its node has signed; needs no identity")
    .argument("<backup>", "folder of one backup")
    .option("--json", "print one JSON object")
    .action(verify);
  backup
    .command("list")
    .description("List the backups of one node, newest first")
    .argument("<folder>", "the folder lucid-... within the one that backups were made to")
    .option("--json", "print one JSON object")
    .action(list);
}

const collect = (one: string, others: readonly string[]): readonly string[] => [...others, one];

async function make({ data, to, recipient, recordings, json }: MakeOptions, version: string): Promise<void> {
  const effective = readSettings({ data });
  const { made, check } = await whileWorking(async ({ signal, onProgress }) => {
    const made = await makeBackup(
      { clock: systemClock, randomness: systemRandomness },
      {
        id: systemRandomness.uuid(),
        data: effective.settings.data,
        folder: resolve(to),
        recipients: recipient,
        ...{ recordings, version, signal, onProgress },
        settings: givenSettings(effective),
      },
    );
    return { made, check: await checkBackup(made.path, { signal, onProgress }) };
  });
  const report = { path: made.path, ...factsOf(made), ...checkFacts(check) };
  const lines = [made.path, ...wordsOf(made), ...wordsOfCheck(check)].map((line) => `${terminalText(line)}\n`);
  process.stdout.write(json ? `${terminalJson(report)}\n` : lines.join(""));
  process.exitCode = check.bad.length === 0 && report.absent === 0 ? EXIT.ok : EXIT.failed;
}

const factsOf = ({ manifest, recordings }: MadeBackup) => ({
  backup_id: manifest.backup_id,
  node: manifest.node,
  created_at: manifest.created_at,
  archive_bytes: manifest.archive.size,
  chunks: recordings?.chunks ?? null,
  copied_chunks: recordings?.copied.chunks ?? null,
  absent: recordings?.absent.length ?? 0,
  left_out: manifest.left_out,
});
const checkFacts = ({ bad, bytes, chunks }: BackupCheck) => ({ read_back_bytes: bytes, read_back_chunks: chunks, bad });

function wordsOf({ manifest, recordings }: MadeBackup): string[] {
  const { absent = [], chunks = 0, bytes = 0, copied } = recordings ?? {};
  return [
    `Databases, keys and documents: ${inWords(manifest.archive.size)}, encrypted to ${manifest.recipients.length} recipients.`,
    recordings
      ? `Recordings: ${chunks} chunks, ${inWords(bytes)}; ${copied?.chunks} of them, ${inWords(copied?.bytes ?? 0)}, were not in a backup before.`
      : "Recordings were left out.",
    ...absent.slice(0, 10).map(({ session_id, index, why }) => `Chunk ${index} of ${session_id} is ${why} on the node.`),
    ...(absent.length > 10 ? [`${absent.length - 10} further chunks are missing or damaged on the node.`] : []),
    ...manifest.left_out.map((name) => `Left out, because nobody knows what it is: ${name}`),
  ];
}

const wordsOfCheck = ({ bad, bytes }: BackupCheck): string[] =>
  bad.length === 0
    ? [`Read back: ${inWords(bytes)}, as the node has signed them.`]
    : bad.map(({ part, why }) => `${part} is ${why}.`);

async function verify(backup: string, { json }: { readonly json?: boolean }): Promise<void> {
  const check = await whileWorking((working) => checkBackup(resolve(backup), working));
  const isWhole = check.bad.length === 0;
  const { node, created_at } = check.manifest;
  const lines = [
    `${isWhole ? "WHOLE" : "NOT WHOLE"} ${backup}`,
    `of the node ${node}, made ${created_at}.`,
    ...wordsOfCheck(check),
  ];
  const report = { whole: isWhole, node, created_at, ...checkFacts(check) };
  process.stdout.write(json ? `${terminalJson(report)}\n` : lines.map((line) => `${terminalText(line)}\n`).join(""));
  process.exitCode = isWhole ? EXIT.ok : EXIT.failed;
}

async function list(folder: string, { json }: { readonly json?: boolean }): Promise<void> {
  if (!existsSync(folder)) throw new CommandError(EXIT.usage, `there is no folder ${folder}`);
  const backups = await listBackups(resolve(folder));
  if (json)
    process.stdout.write(
      `${terminalJson(backups.map(({ name, path, manifest }) => ({ name, path, manifest: manifest ?? null })))}\n`,
    );
  else {
    printTable(
      ["backup", "made", "archive", "recordings"],
      backups.map(({ name, manifest }) => [
        name,
        manifest?.created_at ?? "its manifest is not as the node has signed it",
        manifest ? inWords(manifest.archive.size) : "",
        manifest?.recordings ? `${manifest.recordings.chunks} chunks, ${inWords(manifest.recordings.bytes)}` : "",
      ]),
    );
  }
}

async function makeIdentity(file: string): Promise<void> {
  const path = resolve(file);
  if (existsSync(path)) throw new CommandError(EXIT.usage, `${path} is there already`);
  const { identity, recipient } = newIdentity();
  const made = new Date(systemClock.now()).toISOString();
  await writeDurably(path, `# created: ${made}\n# public key: ${recipient}\n${identity}\n`);
  process.stdout.write(`${recipient}\n`);
}
