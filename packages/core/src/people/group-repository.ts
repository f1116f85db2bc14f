import { byName, type OpenDatabase } from "@lucid/foundation";
import { type AccountRow, COLUMNS } from "./account-repository.ts";

/** A group as it is kept. Times are unix milliseconds. */
export interface GroupRow {
  readonly group_id: string;
  readonly name: string;
  readonly description: string;
  readonly created_at: number;
  readonly members: number;
}

/** Rows of `account_groups` and `group_members`. */
export function createGroupRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const columns = `group_id, name, description, created_at,
    (SELECT count(*) FROM group_members m WHERE m.group_id = account_groups.group_id) AS members`;
  const all = read.prepare<[], GroupRow>(`SELECT ${columns} FROM account_groups`);
  const one = read.prepare<[string], GroupRow>(`SELECT ${columns} FROM account_groups WHERE group_id = ?`);
  const named = read.prepare<[string], { group_id: string }>("SELECT group_id FROM account_groups WHERE name = ?");
  const membersOf = read.prepare<[string, number, number], AccountRow>(`
    SELECT ${COLUMNS} FROM (SELECT user_id AS member, added_at FROM group_members WHERE group_id = ?
      ORDER BY added_at DESC, user_id LIMIT ? OFFSET ?) JOIN users ON user_id = member ORDER BY added_at DESC, user_id`);
  const ofAccount = read.prepare<[string], { group_id: string; name: string; added_at: number }>(`
    SELECT group_id, name, added_at FROM group_members JOIN account_groups USING (group_id) WHERE user_id = ?`);
  const insert = write.prepare("INSERT INTO account_groups VALUES (:group_id, :name, :description, :created_at)");
  const update = write.prepare("UPDATE account_groups SET name = :name, description = :description WHERE group_id = :group_id");
  const remove = write.prepare<[string]>("DELETE FROM account_groups WHERE group_id = ?");
  const add = write.prepare<[string, string, number]>("INSERT OR IGNORE INTO group_members VALUES (?, ?, ?)");
  const take = write.prepare<[string, string]>("DELETE FROM group_members WHERE group_id = ? AND user_id = ?");
  const holds = read.prepare<[string, string], { user_id: string }>(
    "SELECT user_id FROM group_members WHERE group_id = ? AND user_id = ?",
  );
  const leaveAll = write.prepare<[string]>("DELETE FROM group_members WHERE user_id = ?");

  return {
    all: (): GroupRow[] => all.all().toSorted(byName),
    find: (id: string): GroupRow | undefined => one.get(id),
    /** Names differ in more than their spelling. */
    nameHolder: (name: string): string | undefined => named.get(name)?.group_id,
    members: (id: string, limit: number, offset: number): AccountRow[] => membersOf.all(id, limit, offset),
    ofAccount: (userId: string): { group_id: string; name: string; added_at: number }[] => ofAccount.all(userId).toSorted(byName),
    insert: (row: Omit<GroupRow, "members">): void => void insert.run(row),
    update: (row: Pick<GroupRow, "group_id" | "name" | "description">): void => void update.run(row),
    remove: (id: string): void => void remove.run(id),
    add: (id: string, userId: string, now: number): void => void add.run(id, userId, now),
    take: (id: string, userId: string): void => void take.run(id, userId),
    holds: (id: string, userId: string): boolean => holds.get(id, userId) !== undefined,
    leaveAll: (userId: string): void => void leaveAll.run(userId),
  };
}
export type GroupRepository = ReturnType<typeof createGroupRepository>;
