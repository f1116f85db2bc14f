import type { Migration } from "@lucid/foundation";

/** What a session's tag on the chain will be salted with. Sessions of before have none: their manifest is of version 1. */
export const salts: Migration = {
  id: "0007-salts",
  sql: `
ALTER TABLE sessions ADD COLUMN tag_salt TEXT;
`,
};
