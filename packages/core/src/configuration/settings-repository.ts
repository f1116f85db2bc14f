import { SettingValue } from "@lucid/contract";
import type { OpenDatabase, ReadDb, Tables } from "@lucid/foundation";

/** One change as it is kept. Values are null where nothing was stored. */
export interface ChangeRow {
  readonly change_id: number;
  readonly key: string;
  readonly before: SettingValue | null;
  readonly after: SettingValue | null;
  readonly changed_by: string;
  readonly changed_at: number;
}

type Columns = Omit<ChangeRow, "before" | "after"> & { readonly before: string | null; readonly after: string | null };

export const settingTables: Tables = {
  name: "configuration",
  migrations: [
    {
      id: "0001-settings",
      sql: `
        CREATE TABLE stored_settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        CREATE TABLE setting_changes (
          change_id INTEGER PRIMARY KEY AUTOINCREMENT,
          key TEXT NOT NULL,
          before TEXT,
          after TEXT,
          changed_by TEXT NOT NULL,
          changed_at INTEGER NOT NULL
        ) STRICT;`,
    },
  ],
  watched: [{ table: "setting_changes", topic: "configuration", id: "change_id" }],
};

/** How many changes are listed. */
const LISTED = 100;

/** What is stored, by key; nothing where a node has never kept settings. */
export function readStored(db: ReadDb): Map<string, SettingValue> {
  const isThere = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'stored_settings'").get() !== undefined;
  if (!isThere) return new Map();
  const rows = db.prepare<[], { key: string; value: string }>("SELECT key, value FROM stored_settings").all();
  return new Map(rows.map(({ key, value }) => [key, SettingValue.parse(JSON.parse(value))]));
}

/** Rows of `stored_settings` and `setting_changes`. */
export function createSettingsRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const put = write.prepare<[string, string]>("INSERT OR REPLACE INTO stored_settings (key, value) VALUES (?, ?)");
  const remove = write.prepare<[string]>("DELETE FROM stored_settings WHERE key = ?");
  const note = write.prepare<[string, string | null, string | null, string, number]>(
    "INSERT INTO setting_changes (key, before, after, changed_by, changed_at) VALUES (?, ?, ?, ?, ?)",
  );
  const columns = "change_id, key, before, after, changed_by, changed_at";
  const last = read.prepare<[number], Columns>(`SELECT ${columns} FROM setting_changes ORDER BY change_id DESC LIMIT ?`);
  const one = read.prepare<[number], Columns>(`SELECT ${columns} FROM setting_changes WHERE change_id = ?`);
  const text = (value: SettingValue | null): string | null => (value === null ? null : JSON.stringify(value));
  const valueOf = (stored: string | null): SettingValue | null =>
    stored === null ? null : SettingValue.parse(JSON.parse(stored));
  const toRow = (row: Columns): ChangeRow => ({ ...row, before: valueOf(row.before), after: valueOf(row.after) });

  return {
    stored: () => readStored(read),
    /** Stores all of them, or none, with a note of each. */
    change: write.transaction((changes: readonly Omit<ChangeRow, "change_id">[]) => {
      for (const { key, before, after, changed_by, changed_at } of changes) {
        if (after === null) remove.run(key);
        else put.run(key, JSON.stringify(after));
        note.run(key, text(before), text(after), changed_by, changed_at);
      }
    }),
    find(changeId: number): ChangeRow | undefined {
      const row = one.get(changeId);
      return row && toRow(row);
    },
    /** Newest first. */
    changes: (): ChangeRow[] => last.all(LISTED).map(toRow),
  };
}
export type SettingsRepository = ReturnType<typeof createSettingsRepository>;
