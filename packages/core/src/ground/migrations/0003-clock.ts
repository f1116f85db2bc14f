import type { Migration } from "@lucid/foundation";

/** What the node last knew of time: where its steady time was, and what the time of day should have been. One row. */
export const clock: Migration = {
  id: "0003-clock",
  sql: `
CREATE TABLE clock_mark (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  boot TEXT,
  boot_ms INTEGER NOT NULL,
  steady_ms INTEGER NOT NULL,
  wall_ms INTEGER NOT NULL,
  ahead_ms INTEGER NOT NULL,
  held_ms INTEGER NOT NULL
) STRICT;
`,
};
