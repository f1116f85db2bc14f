import type { Language, NotificationKind } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";

export interface FactRow {
  readonly fact_id: string;
  readonly key: string;
  readonly kind: NotificationKind;
  readonly link: string;
  readonly session_id: string | null;
  readonly who: string | null;
  readonly data: Readonly<Record<string, string | number>>;
  readonly at: number;
}

type StoredFact = Omit<FactRow, "data"> & { readonly data: string };

export interface NotificationRow extends FactRow {
  readonly notification_id: string;
  readonly read_at: number | null;
}

export interface ChoiceRow {
  readonly kind: NotificationKind;
  readonly page: 0 | 1;
  readonly email: 0 | 1;
}

/** Somebody about whose notifications an e-mail is due. */
export interface DueReader {
  readonly user_id: string;
  /** When the oldest of them was. */
  readonly first_at: number;
  readonly mailed_at: number | null;
}

/** Rows of the tables of notifications. */
export function createNotificationRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const columns = "facts.fact_id, key, kind, link, session_id, who, data, facts.at";
  const joined = `SELECT ${columns}, notification_id, read_at FROM notifications JOIN facts USING (fact_id)`;
  type Stored = StoredFact & Pick<NotificationRow, "notification_id" | "read_at">;
  const known = read.prepare<[string], { fact_id: string }>("SELECT fact_id FROM facts WHERE key = ?");
  const insertFact = write.prepare(`
    INSERT INTO facts (fact_id, key, kind, link, session_id, who, data, at)
    VALUES (:fact_id, :key, :kind, :link, :session_id, :who, :data, :at)`);
  const insert = write.prepare(`
    INSERT INTO notifications (notification_id, fact_id, user_id, at, shown, mail)
    VALUES (:notification_id, :fact_id, :user_id, :at, :shown, :mail)`);
  const page = read.prepare<[object], Stored>(`${joined} WHERE user_id = :userId AND shown = 1
    AND (:unread = 0 OR read_at IS NULL) ORDER BY notifications.at DESC, notifications.rowid DESC LIMIT :limit OFFSET :offset`);
  const total = read.prepare<[string], { rows: number }>(
    "SELECT count(*) AS rows FROM notifications WHERE user_id = ? AND shown = 1",
  );
  const unread = read.prepare<[string], { rows: number }>(
    "SELECT count(*) AS rows FROM notifications WHERE user_id = ? AND shown = 1 AND read_at IS NULL",
  );
  const markRead = write.prepare<[number, string, string]>(
    "UPDATE notifications SET read_at = coalesce(read_at, ?), mail = 0 WHERE notification_id = ? AND user_id = ? AND shown = 1",
  );
  const markAllRead = write.prepare<[number, string]>(
    "UPDATE notifications SET read_at = ?, mail = 0 WHERE user_id = ? AND shown = 1 AND read_at IS NULL",
  );
  const choicesOf = read.prepare<[string], ChoiceRow>("SELECT kind, page, email FROM notification_choices WHERE user_id = ?");
  const choose = write.prepare(`
    INSERT INTO notification_choices (user_id, kind, page, email) VALUES (:userId, :kind, :page, :email)
    ON CONFLICT (user_id, kind) DO UPDATE SET page = excluded.page, email = excluded.email`);
  const language = read.prepare<[string], { language: Language | null }>(
    "SELECT language FROM notification_readers WHERE user_id = ?",
  );
  const speak = write.prepare<[string, Language]>(`
    INSERT INTO notification_readers (user_id, language) VALUES (?, ?)
    ON CONFLICT (user_id) DO UPDATE SET language = excluded.language`);
  const dueReaders = read.prepare<[], DueReader>(`
    SELECT notifications.user_id, min(at) AS first_at, mailed_at
    FROM notifications LEFT JOIN notification_readers USING (user_id) WHERE mail = 1 GROUP BY notifications.user_id`);
  const dueOf = read.prepare<[string], Stored>(`${joined} WHERE user_id = ? AND mail = 1 ORDER BY notifications.at`);
  const mailed = write.prepare<[string]>(
    "UPDATE notifications SET mail = 0 WHERE notification_id IN (SELECT value FROM json_each(?))",
  );
  const noteMail = write.prepare<[string, number]>(`
    INSERT INTO notification_readers (user_id, mailed_at) VALUES (?, ?)
    ON CONFLICT (user_id) DO UPDATE SET mailed_at = excluded.mailed_at`);
  const looked = read.prepare<[], { looked_at: number }>("SELECT looked_at FROM notification_looks WHERE place = 'node'");
  const noteLook = write.prepare<[number]>(`
    INSERT INTO notification_looks (place, looked_at) VALUES ('node', ?)
    ON CONFLICT (place) DO UPDATE SET looked_at = excluded.looked_at`);
  const forget = write.prepare<[number]>("DELETE FROM facts WHERE at < ?");
  const erasures = ["notifications", "notification_choices", "notification_readers"].map((table) =>
    write.prepare<[string]>(`DELETE FROM ${table} WHERE user_id = ?`),
  );

  return {
    transaction: write.transaction,
    knows: (key: string): boolean => known.get(key) !== undefined,
    insertFact: (row: FactRow): void => void insertFact.run({ ...row, data: JSON.stringify(row.data) }),
    insert: (row: {
      readonly notification_id: string;
      readonly fact_id: string;
      readonly user_id: string;
      readonly at: number;
      readonly shown: 0 | 1;
      readonly mail: 0 | 1;
    }): void => void insert.run(row),
    /** Newest first. */
    page: (
      userId: string,
      wanted: { readonly unread: boolean; readonly limit: number; readonly offset: number },
    ): NotificationRow[] => page.all({ userId, ...wanted, unread: wanted.unread ? 1 : 0 }).map(parsed),
    count: (userId: string): number => total.get(userId)?.rows ?? 0,
    unread: (userId: string): number => unread.get(userId)?.rows ?? 0,
    /** False where the account has no such notification. */
    markRead: (userId: string, notificationId: string, now: number): boolean =>
      markRead.run(now, notificationId, userId).changes === 1,
    /** How many had not been read. */
    markAllRead: (userId: string, now: number): number => markAllRead.run(now, userId).changes,
    choicesOf: (userId: string): ChoiceRow[] => choicesOf.all(userId),
    choose: (userId: string, choice: ChoiceRow): void => void choose.run({ ...choice, userId }),
    languageOf: (userId: string): Language | null => language.get(userId)?.language ?? null,
    speak: (userId: string, spoken: Language): void => void speak.run(userId, spoken),
    dueReaders: (): DueReader[] => dueReaders.all(),
    /** Oldest first. */
    dueOf: (userId: string): NotificationRow[] => dueOf.all(userId).map(parsed),
    /** No e-mail is due about these any more. */
    settle: (rows: readonly Pick<NotificationRow, "notification_id">[]): void =>
      void mailed.run(JSON.stringify(rows.map(({ notification_id }) => notification_id))),
    noteMail: (userId: string, now: number): void => void noteMail.run(userId, now),
    /** Unix ms; undefined where nobody ever looked. */
    lookedAt: (): number | undefined => looked.get()?.looked_at,
    noteLook: (wallMs: number): void => void noteLook.run(wallMs),
    forgetBefore: (before: number): void => void forget.run(before),
    erase(userId: string): void {
      for (const erasure of erasures) erasure.run(userId);
    },
  };
}
export type NotificationRepository = ReturnType<typeof createNotificationRepository>;

const parsed = <Row extends StoredFact>(row: Row): Omit<Row, "data"> & Pick<FactRow, "data"> => ({
  ...row,
  data: JSON.parse(row.data) as FactRow["data"],
});
