import type { ReadDb } from "@lucid/foundation";
import type Database from "better-sqlite3";

/** Statements of few shapes that are put together: each text is prepared when it is first needed, and kept. */
export function createPrepareOnce<Row>(db: ReadDb): (sql: string) => Database.Statement<unknown[], Row> {
  const known = new Map<string, Database.Statement<unknown[], Row>>();
  return (sql) => {
    const statement = known.get(sql) ?? db.prepare<unknown[], Row>(sql);
    known.set(sql, statement);
    return statement;
  };
}
