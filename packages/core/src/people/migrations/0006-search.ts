import type { Migration } from "@lucid/foundation";

/** Whoever is found by a name and by an e-mail address counts once: both stand in one index, so that no row is read for that. */
export const search: Migration = {
  id: "0006-search",
  sql: "CREATE INDEX users_email_username_index ON users (email, username) WHERE email IS NOT NULL;",
};
