import { TronAddress } from "@lucid/contract";
import { DataFolderError, resetSecondFactor } from "@lucid/core";
import type { Command } from "commander";
import { CommandError, EXIT } from "./exit-codes.ts";
import { readSettings } from "./setting-options.ts";
import { terminalText } from "./terminal-text.ts";

/** `lucid logins reset-second-factor`: for whoever runs a node and lost the own authenticator app. */
export function addLoginsCommand(program: Command): void {
  program
    .command("logins")
    .description("Work on the logins of a node that does not run")
    .command("reset-second-factor")
    .description("Take the second factor from an account that lost its app and its backup codes, and end its logins")
    .argument("<address>", "TRON address of the account")
    .option("--data <folder>", "folder of everything the node keeps")
    .action((address: string, options: { readonly data?: string }) => {
      const account = TronAddress.safeParse(address);
      if (!account.success) throw new CommandError(EXIT.usage, `${terminalText(address)} is no TRON address`);
      const { settings } = readSettings({ data: options.data });
      try {
        const outcome = resetSecondFactor(settings.data, account.data);
        if (outcome === undefined) throw new CommandError(EXIT.failed, `no account has the address ${account.data}`);
        if (!outcome) throw new CommandError(EXIT.failed, `the account ${account.data} has no second factor`);
        process.stdout.write("The second factor is off, and the logins have ended. Start the node and log in with the wallet.\n");
      } catch (error) {
        if (error instanceof DataFolderError) throw new CommandError(EXIT.data, error.message, { cause: error });
        throw error;
      }
    });
}
