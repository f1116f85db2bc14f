import { openDatabase } from "@lucid/foundation";
import { nodeMigrations } from "../../../ground/index.ts";
import { fillPeople } from "../../../people/testing/fill-people.ts";
import { fillSessions } from "./fill-sessions.ts";

/** Puts 10 000 people and 100 000 sessions into the `node.db` of a node that is stopped, for bench/admin.bench.ts. */
const [path = ""] = process.argv.slice(2);
using db = openDatabase({ path, migrations: nodeMigrations, synchronous: "normal" });
fillSessions(db.write);
fillPeople(db.write, 10_000);
// Their time is long past: nothing may be deleted while it is measured.
db.write.prepare("UPDATE sessions SET retention_days = 365, legal_hold = 1").run();
