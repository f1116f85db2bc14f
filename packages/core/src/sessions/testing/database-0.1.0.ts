import { type OpenDatabase, openDatabase } from "@lucid/foundation";
import { nodeMigrations } from "../../ground/index.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { COLUMNS, toColumn } from "../stored/session-row.ts";
import { insertUsers } from "./session-fixtures.ts";

/** The tables of version 0.1.0 with these sessions in them, as that version wrote them: manifests in the row, names in the search. */
export function openDatabaseOf010(
  records: readonly (SessionRecord & { readonly manifest?: string; readonly errorMessage?: string })[],
): OpenDatabase {
  const db = openDatabase({ path: ":memory:", migrations: nodeMigrations, synchronous: "full" });
  insertUsers(db);
  const { salt: _salt, pictureAt: _pictureAt, reason: _reason, ...columnsOfThen } = COLUMNS;
  const columnOf = { ...columnsOfThen, policy: "policy", consentText: "consent_text" };
  const names = Object.keys(columnOf) as (keyof typeof columnOf)[];
  const columns = [...names.map((name) => columnOf[name]), "manifest", "error_message"];
  const insert = db.write.prepare(`INSERT INTO sessions (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`);
  const addSearch = db.write.prepare("INSERT INTO session_search (session_id, name, description) VALUES (?, ?, ?)");
  for (const record of records) {
    insert.run(...names.map((name) => toColumn(record[name])), record.manifest ?? null, record.errorMessage ?? null);
    addSearch.run(record.sessionId, record.name, record.description);
  }
  return db;
}
