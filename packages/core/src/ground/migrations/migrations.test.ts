import { openDatabase } from "@lucid/foundation";
import { describe, expect, it } from "vitest";
import { nodeMigrations } from "../index.ts";

describe("the schema of node.db", () => {
  it("has its steps in order, each once", () => {
    const ids = nodeMigrations.map((migration) => migration.id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(ids[0]).toBe("0001-people");
  });

  it("gives users the eight indexes of the specification", () => {
    using database = openDatabase({ path: ":memory:", migrations: nodeMigrations, synchronous: "normal" });
    const names = database.read.prepare<[], { name: string }>("SELECT name FROM pragma_index_list('users') ORDER BY name").all();
    expect(names.map(({ name }) => name)).toEqual([
      "users_created_at_index",
      "users_email_unique",
      "users_last_login_index",
      "users_role_index",
      "users_status_index",
      "users_tron_address_unique",
      "users_user_id_unique",
      "users_username_unique",
    ]);
  });

  it("keeps no password and takes no value of the wrong type", () => {
    using database = openDatabase({ path: ":memory:", migrations: nodeMigrations, synchronous: "normal" });
    const columns = database.read
      .prepare<[], { name: string }>("SELECT p.name FROM sqlite_schema s, pragma_table_info(s.name) p WHERE s.type = 'table'")
      .all();
    expect(columns.filter(({ name }) => /passw/i.test(name))).toEqual([]);
    const insert = () => database.write.prepare("INSERT INTO revoked_tokens (jti, expires_at) VALUES ('x', 'soon')").run();
    expect(insert).toThrow(/INTEGER/);
  });
});
