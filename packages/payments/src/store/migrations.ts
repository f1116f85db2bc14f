import type { Migration } from "@lucid/foundation";

export const MIGRATIONS: readonly Migration[] = [
  {
    id: "0001-wallets",
    sql: `
      CREATE TABLE wallet (
        wallet_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('hot', 'watch')), created_at INTEGER NOT NULL,
        rehearsed_at INTEGER, unlocked_at INTEGER,
        failed_tries INTEGER NOT NULL DEFAULT 0, closed_until INTEGER NOT NULL DEFAULT 0,
        UNIQUE (user_id, address)
      ) STRICT;`,
  },
  {
    id: "0002-transfers",
    sql: `
      CREATE TABLE transfer (
        transfer_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, wallet_id TEXT NOT NULL, network TEXT NOT NULL,
        asset TEXT NOT NULL CHECK (asset IN ('TRX', 'USDT')), amount TEXT NOT NULL,
        from_address TEXT NOT NULL, to_address TEXT NOT NULL, idempotency_key TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN
          ('requested', 'signed', 'broadcast', 'seen', 'solidified', 'expired', 'failed', 'cancelled')),
        reason TEXT, trouble TEXT, block INTEGER, requested_at INTEGER NOT NULL,
        forecast_fee_sun TEXT NOT NULL, most_fee_sun TEXT NOT NULL,
        cost_fee_sun TEXT, cost_energy INTEGER, cost_bandwidth INTEGER,
        UNIQUE (user_id, idempotency_key)
      ) STRICT;
      CREATE INDEX transfer_by_state ON transfer (network, state);
      CREATE INDEX transfer_by_wallet ON transfer (wallet_id);
      CREATE TABLE transfer_form (
        transaction_id TEXT PRIMARY KEY, transfer_id TEXT NOT NULL REFERENCES transfer (transfer_id), number INTEGER NOT NULL,
        hex TEXT NOT NULL, reference_block INTEGER NOT NULL, reference_id TEXT NOT NULL, expires_at INTEGER NOT NULL,
        UNIQUE (transfer_id, number)
      ) STRICT;
      CREATE TABLE transfer_step (
        transfer_id TEXT NOT NULL REFERENCES transfer (transfer_id), number INTEGER NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (transfer_id, number)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER transfer_form_once BEFORE INSERT ON transfer_form
        WHEN (SELECT state FROM transfer WHERE transfer_id = NEW.transfer_id) IS NOT 'requested'
        BEGIN SELECT RAISE(ABORT, 'a form is made while another may count'); END;
      CREATE TRIGGER transfer_arrow BEFORE UPDATE OF state ON transfer
        WHEN NOT EXISTS (SELECT 1 FROM (VALUES
          ('requested', 'signed'), ('requested', 'cancelled'), ('requested', 'failed'),
          ('signed', 'broadcast'), ('signed', 'seen'), ('broadcast', 'seen'), ('seen', 'broadcast'), ('seen', 'seen'),
          ('signed', 'solidified'), ('broadcast', 'solidified'), ('seen', 'solidified'),
          ('signed', 'failed'), ('broadcast', 'failed'), ('seen', 'failed'),
          ('signed', 'expired'), ('broadcast', 'expired'),
          ('expired', 'requested'), ('failed', 'requested')
        ) WHERE column1 = OLD.state AND column2 = NEW.state)
        BEGIN SELECT RAISE(ABORT, 'a transfer does not go that way'); END;`,
  },
];
