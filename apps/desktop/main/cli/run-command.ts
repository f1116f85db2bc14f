import { Command, CommanderError } from "commander";
import type { ProgramFiles } from "../program-files.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { helpNotes } from "./help-notes.ts";
import { terminalLines } from "./terminal-text.ts";
import { readVersion } from "./version.ts";

type AddCommand = (program: Command, files: ProgramFiles) => void;

type LoadCommand = () => Promise<AddCommand>;

/** Commands under the headings of the help. Each one's code is loaded when it is named: a verifier needs no node. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, LoadCommand>>>> = {
  "Record and verify": {
    demo: async () => (await import("./demo.command.ts")).addDemoCommand,
    verify: async () => (await import("./verify.command.ts")).addVerifyCommand,
    known: async () => (await import("./known/known.command.ts")).addKnownCommand,
    export: async () => (await import("./export.command.ts")).addExportCommand,
  },
  "Look after a node": {
    config: async () => (await import("./config.command.ts")).addConfigCommand,
    doctor: async () => (await import("./doctor/doctor.command.ts")).addDoctorCommand,
    logs: async () => (await import("./logs.command.ts")).addLogsCommand,
    report: async () => (await import("./report.command.ts")).addReportCommand,
    audit: async () => (await import("./audit/audit.command.ts")).addAuditCommand,
    logins: async () => (await import("./logins.command.ts")).addLoginsCommand,
    keys: async () => (await import("./keys/keys.command.ts")).addKeysCommand,
    tor: async () => (await import("./tor/tor.command.ts")).addTorCommand,
    backup: async () => (await import("./backup/backup.command.ts")).addBackupCommand,
    restore: async () => (await import("./backup/restore.command.ts")).addRestoreCommand,
    update: async () => (await import("./update/update.command.ts")).addUpdateCommand,
    keep: async () => (await import("./update/keep.command.ts")).addKeepCommand,
  },
  "Chain and network": {
    chain: async () => (await import("./chain/chain.command.ts")).addChainCommand,
    network: async () => (await import("./network/network.command.ts")).addNetworkCommand,
    credits: async () => (await import("./credits/credits.command.ts")).addCreditsCommand,
    time: async () => (await import("./time/time.command.ts")).addTimeCommand,
    witness: async () => (await import("./witness/witness.command.ts")).addWitnessCommand,
  },
  Money: {
    invoices: async () => (await import("./invoices/invoices.command.ts")).addInvoicesCommand,
    payouts: async () => (await import("./payouts/payouts.command.ts")).addPayoutsCommand,
    staking: async () => (await import("./staking/staking.command.ts")).addStakingCommand,
    devnet: async () => (await import("./devnet/devnet.command.ts")).addDevnetCommand,
  },
};
const COMMANDS: ReadonlyMap<string, LoadCommand> = new Map(Object.values(GROUPS).flatMap((group) => Object.entries(group)));
const VERSION_FLAGS = ["-V", "--version"];

/** Runs what the command line says, and leaves its exit code with the process. */
export async function runCommand(files: ProgramFiles): Promise<void> {
  outliveReaders();
  try {
    const program = await programFor(process.argv[2] ?? "", files);
    await program.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

const READER_GONE: ReadonlySet<string | undefined> = new Set(["EPIPE", "ECONNRESET"]);

/** Whoever reads what is printed may have enough of it (`| head`): that ends neither a node nor what a command is at, nor changes its answer. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!READER_GONE.has(error.code)) throw error;
    });
}

/** The program with the command that `first`, the first word, names, or with all of them where it names none. */
export async function programFor(first: string, files: ProgramFiles): Promise<Command> {
  const program = new Command("lucid")
    .description("Remote-desktop sessions that anyone can verify")
    .version(readVersion(files.manifest))
    .showHelpAfterError('(see "lucid --help")')
    .enablePositionalOptions()
    // Beside long names the rest of 80 columns is less than what commander breaks lines in by itself.
    .configureHelp({ minWidthToWrap: 20 })
    .commandsGroup("More:")
    .helpCommand("help [command]", "display help for a command")
    .exitOverride()
    // Its complaints quote the command line, and so the names of files.
    .configureOutput({ writeErr: (text) => process.stderr.write(terminalLines(text)) })
    .addHelpText(
      "after",
      helpNotes(`
Exit codes: 0 done, 1 the answer is no or something failed, 2 wrong usage or unreadable file, 3 wrong setting,
4 data folder unusable, 5 port taken, 6 a program for hosting desktops is missing, 130 stopped by Ctrl-C.`),
    );
  for (const add of await commandsFor(first)) add(program, files);
  return program;
}

/** The command that the first word names; where it names none, the node and every command, for its help or its complaint. */
async function commandsFor(first: string): Promise<readonly AddCommand[]> {
  const named = COMMANDS.get(first);
  if (named) return [await named()];
  if (VERSION_FLAGS.includes(first)) return [];
  const isWord = first !== "" && first !== "help" && !first.startsWith("-");
  if (isWord) throw new CommandError(EXIT.usage, `there is no command "${first}" (see "lucid --help")`);
  const { addServerCommand } = await import("./server.command.ts");
  if (first === "--server") return [addServerCommand];
  const addNode: AddCommand = (program, files) => addServerCommand(program, files, { brief: true });
  return [addNode, ...(await Promise.all(Object.entries(GROUPS).map(([title, group]) => addGroup(title, group))))];
}

async function addGroup(title: string, group: Readonly<Record<string, LoadCommand>>): Promise<AddCommand> {
  const adding = await Promise.all(Object.values(group).map((load) => load()));
  return (program, files) => {
    program.commandsGroup(`${title}:`);
    for (const add of adding) add(program, files);
  };
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof CommandError) {
    process.stderr.write(`lucid: ${terminalLines(error.message)}\n`);
    return error.exitCode;
  }
  process.stderr.write(`lucid: ${terminalLines(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
  return EXIT.failed;
}
