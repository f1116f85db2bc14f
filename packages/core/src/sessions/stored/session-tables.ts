import type { Tables } from "@lucid/foundation";
import { list } from "./migrations/0001-list.ts";
import { search } from "./migrations/0002-search.ts";
import { manifests } from "./migrations/0003-manifests.ts";
import { documents } from "./migrations/0004-documents.ts";
import { heads } from "./migrations/0005-heads.ts";
import { records } from "./migrations/0006-records.ts";
import { salts } from "./migrations/0007-salts.ts";
import { pictures } from "./migrations/0008-pictures.ts";
import { reasons } from "./migrations/0009-reasons.ts";
import { rows } from "./migrations/0010-rows.ts";
import { planned } from "./migrations/0011-planned.ts";
import { hashes } from "./migrations/0012-hashes.ts";

/** The tables of the area. A new step goes to the end; a published one never changes. */
export const sessionTables: Tables = {
  name: "sessions",
  migrations: [list, search, manifests, documents, heads, records, salts, pictures, reasons, rows, planned, hashes],
  watched: ["sessions", "chunks", "session_keys"].map((table) => ({ table, topic: "session", id: "session_id" })),
};
