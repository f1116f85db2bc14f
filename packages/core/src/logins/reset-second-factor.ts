import { existsSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "@lucid/foundation";
import { DataFolderError, nodeMigrations, openDataFolder } from "../ground/index.ts";
import { loginTables } from "./login-repository.ts";

/**
 * Takes the second factor from an account in a data folder that no node uses, and ends its logins: for whoever runs the node
 * and lost the own one, which nobody else can take away. False when the account has none, undefined when there is no such account.
 * @throws DataFolderError when the folder is in use, cannot be used, or holds no node.
 */
export function resetSecondFactor(data: string, tronAddress: string): boolean | undefined {
  if (!existsSync(join(data, "node.db"))) throw new DataFolderError(`There is no node in the data folder ${data}`);
  using folder = openDataFolder(data);
  using database = openDatabase({ path: folder.file("node.db"), migrations: nodeMigrations, synchronous: "full" });
  database.attach(loginTables);
  const { write } = database;
  const account = write
    .prepare<[string], { user_id: string }>("SELECT user_id FROM users WHERE tron_address = ?")
    .get(tronAddress);
  if (!account) return undefined;
  return write.transaction(() => {
    const { changes } = write.prepare("DELETE FROM second_factors WHERE user_id = ?").run(account.user_id);
    if (changes === 0) return false;
    write
      .prepare(`
        UPDATE login_sessions SET ended_at = last_activity, end_reason = 'second_factor_reset'
        WHERE user_id = ? AND ended_at IS NULL`)
      .run(account.user_id);
    write.prepare("DELETE FROM auth_lockouts WHERE subject = ?").run(`second factor ${account.user_id}`);
    return true;
  })();
}
