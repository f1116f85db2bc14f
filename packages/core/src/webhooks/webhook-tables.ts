import type { Tables } from "@lucid/foundation";

/** Times are milliseconds of the node's steady time. The body of a message is kept as it is signed. */
export const webhookTables: Tables = {
  name: "webhooks",
  migrations: [
    {
      id: "0001-webhooks",
      sql: `
        CREATE TABLE webhooks (
          webhook_id TEXT PRIMARY KEY,
          name TEXT NOT NULL,
          url TEXT NOT NULL,
          kinds TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('on', 'off', 'failing', 'gone')),
          created_by TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          generation INTEGER NOT NULL,
          rotated_at INTEGER,
          failing_since INTEGER,
          last_delivered_at INTEGER
        ) STRICT;
        CREATE TABLE webhook_deliveries (
          delivery_id TEXT PRIMARY KEY,
          webhook_id TEXT NOT NULL REFERENCES webhooks (webhook_id) ON DELETE CASCADE,
          message_id TEXT NOT NULL,
          kind TEXT NOT NULL,
          body TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
          tries INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          next_at INTEGER,
          CHECK ((state = 'waiting') = (next_at IS NOT NULL)),
          UNIQUE (webhook_id, message_id)
        ) STRICT;
        CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook_id, next_at) WHERE state = 'waiting';
        CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (webhook_id, created_at);
        CREATE INDEX webhook_deliveries_old ON webhook_deliveries (created_at);
        CREATE TABLE webhook_attempts (
          delivery_id TEXT NOT NULL REFERENCES webhook_deliveries (delivery_id) ON DELETE CASCADE,
          at INTEGER NOT NULL,
          status INTEGER,
          duration_ms INTEGER NOT NULL,
          response_bytes INTEGER NOT NULL,
          error TEXT
        ) STRICT;
        CREATE INDEX webhook_attempts_of ON webhook_attempts (delivery_id, at);`,
    },
  ],
  watched: [
    { table: "webhooks", topic: "webhook", id: "webhook_id" },
    { table: "webhook_deliveries", topic: "webhook", id: "webhook_id" },
  ],
};
