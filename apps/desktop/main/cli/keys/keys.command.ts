import { EXCHANGED_KEYS, type ExchangedKey } from "@lucid/contract";
import { DataFolderError, listKeys, rotateKey } from "@lucid/core";
import { systemRandomness } from "@lucid/foundation";
import { Argument, type Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
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
    .addArgument(new Argument("<key>", "which").choices(EXCHANGED_KEYS))
    .option("--data <folder>", "folder of everything the node keeps")
    .addHelpText(
      "after",
      `
Backups hold the keys of their time: who can open an old one has the old keys. Who opens backups from now on is set in the page
(Organisation, Backup) or by backup_recipients. The node's own key cannot be exchanged: what it signed names it.`,
    )
    .action((key: ExchangedKey, { data }: { readonly data?: string }) => {
      inFolder(() => rotateKey(readSettings({ data }).settings.data, key, systemRandomness));
      process.stdout.write(`${SAID[key]}\n`);
    });
}

function inFolder<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof DataFolderError) throw new CommandError(EXIT.data, error.message, { cause: error });
    throw error;
  }
}
