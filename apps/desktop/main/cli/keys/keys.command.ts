import { EXCHANGED_KEYS, type ExchangedKey } from "@lucid/contract";
import { DataFolderError, listKeys, openNodeKeyRotation, rotateKey } from "@lucid/core";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { Argument, type Command } from "commander";
import { pino } from "pino";
import { askYes } from "../ask-yes.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { readSettings } from "../setting-options.ts";
import { printTable } from "../table.ts";
import { terminalJson } from "../terminal-text.ts";

const NAMES: Readonly<Record<ExchangedKey, string>> = {
  token: "signs access tokens",
  rdp: "certificate of the RDP front",
  kyc: "of the service that checks persons",
};
const SAID: Readonly<Record<ExchangedKey, string>> = {
  token: "Access tokens of before are refused from the next start on; logins renew themselves, API keys go on.",
  rdp: "The certificate is made at the next start. RDP clients ask once: compare the fingerprint that the page shows then.",
  kyc: "Verdicts under the old key are refused from the next start on: give the service the new one.",
};

/** `lucid keys`: the keys of a node that can be others, and a new one in the place of each. */
export function addKeysCommand(program: Command): void {
  const keys = program.command("keys").description("The keys of a node that can be exchanged");
  keys
    .command("list")
    .description("When each was made; nothing secret")
    .option("--data <folder>", "folder of everything the node keeps")
    .option("--json", "print one JSON object")
    .action(({ data, json }: { readonly data?: string; readonly json?: boolean }) => {
      const known = inFolder(() => listKeys(readSettings({ data }).settings.data));
      if (json) process.stdout.write(`${terminalJson(known)}\n`);
      else {
        printTable(
          ["key", "what it does", "made", "fingerprint", "valid until"],
          known.map(({ key, made_at, fingerprint = "", valid_until = "" }) => [
            key,
            NAMES[key],
            made_at,
            fingerprint,
            valid_until,
          ]),
        );
      }
    });
  keys
    .command("rotate")
    .description(
      "Put a new key in the place of one, while the node does not run; a running node does it in the page (Organisation, Keys)",
    )
    .addArgument(new Argument("<key>", "which").choices([...EXCHANGED_KEYS, "node"]))
    .option("--data <folder>", "folder of everything the node keeps")
    .option("--yes", "do not ask, where the node's own key is to be another one")
    .addHelpText(
      "after",
      helpNotes(`
Backups hold the keys of their time: who can open an old one has the old keys. Who opens backups from now on is set in the page
(Organisation, Backup) or by backup_recipients.

node is the node's own key, which signs manifests and blocks and names the node in every proof. A chain of version 1 names its producer
for good: it is kept in chains/ of the data folder and proves on, with the audit log of its time, and the next start begins new ones
under the new key. Whoever compares the node's key, in an address book or by --node, has to be told the new one.`),
    )
    .action(async (key: ExchangedKey | "node", { data, yes }: { readonly data?: string; readonly yes?: boolean }) => {
      const folder = readSettings({ data }).settings.data;
      if (key === "node") return await rotateNodeKey(folder, yes === true);
      inFolder(() => rotateKey(folder, key, systemRandomness));
      process.stdout.write(`${SAID[key]}\n`);
    });
}

async function rotateNodeKey(data: string, isAgreed: boolean): Promise<void> {
  const deps = { clock: systemClock, randomness: systemRandomness, log: pino({ level: "silent" }) };
  using rotation = await openNodeKeyRotation(deps, data).catch(refuse);
  const { publicKey, network, height, waiting, archive, auditLog } = rotation.facts;
  const story = [
    `The key ${publicKey} goes, and with it the chain ${network} of ${height} blocks, and the audit log: both prove on, and new ones begin.`,
    `Sessions that wait for their anchor and never get one: ${waiting}. Drafts ask for a new grant. Backups begin a folder of the new name.`,
    "Whoever knows the node by its key has to be told the new one.",
  ].join("\n");
  if (!isAgreed && !(await askYes(story))) throw new CommandError(EXIT.failed, "nothing was changed");
  const successor = await rotation.rotate().catch(refuse);
  process.stdout.write(
    `The node's key is ${successor} from the next start on.\nThe chain of before is kept in ${archive}, its audit log as ${auditLog}.\n`,
  );
}

function refuse(error: unknown): never {
  if (error instanceof DataFolderError) throw new CommandError(EXIT.data, error.message, { cause: error });
  throw error;
}

function inFolder<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    refuse(error);
  }
}
