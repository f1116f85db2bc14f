import type { Migration } from "@lucid/foundation";

/** Wallets whose key is on a device. */
export const HARDWARE_MIGRATIONS: readonly Migration[] = [
  {
    id: "0012-hardware-wallets",
    sql: `
      CREATE TABLE wallet_anew (
        wallet_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('hot', 'watch', 'hardware')), created_at INTEGER NOT NULL,
        rehearsed_at INTEGER, unlocked_at INTEGER,
        failed_tries INTEGER NOT NULL DEFAULT 0, closed_until INTEGER NOT NULL DEFAULT 0,
        device TEXT CHECK (device IN ('ledger')), account INTEGER,
        UNIQUE (user_id, address),
        CHECK ((kind = 'hardware') = (device IS NOT NULL)), CHECK ((device IS NULL) = (account IS NULL))
      ) STRICT;
      INSERT INTO wallet_anew SELECT *, NULL, NULL FROM wallet;
      DROP TABLE wallet;
      ALTER TABLE wallet_anew RENAME TO wallet;

      CREATE TABLE unsigned_form (
        transfer_id TEXT PRIMARY KEY REFERENCES transfer (transfer_id), transaction_id TEXT NOT NULL UNIQUE, raw TEXT NOT NULL,
        reference_block INTEGER NOT NULL, reference_id TEXT NOT NULL, expires_at INTEGER NOT NULL
      ) STRICT;
      CREATE TRIGGER unsigned_form_once BEFORE INSERT ON unsigned_form
        WHEN (SELECT state FROM transfer WHERE transfer_id = NEW.transfer_id) IS NOT 'requested'
        BEGIN SELECT RAISE(ABORT, 'a form is made while another may count'); END;
      CREATE TRIGGER unsigned_form_counts BEFORE INSERT ON transfer_form
        WHEN EXISTS (SELECT 1 FROM unsigned_form WHERE transfer_id = NEW.transfer_id AND transaction_id <> NEW.transaction_id)
        BEGIN SELECT RAISE(ABORT, 'a form is made while another may count'); END;
      CREATE TRIGGER unsigned_form_holds BEFORE UPDATE OF state ON transfer
        WHEN NEW.state NOT IN ('signed', 'expired') AND EXISTS (SELECT 1 FROM unsigned_form WHERE transfer_id = OLD.transfer_id)
        BEGIN SELECT RAISE(ABORT, 'what a device may have signed is not given up'); END;

      DROP TRIGGER transfer_arrow;
      CREATE TRIGGER transfer_arrow BEFORE UPDATE OF state ON transfer
        WHEN NOT EXISTS (SELECT 1 FROM (VALUES
          ('requested', 'signed'), ('requested', 'cancelled'), ('requested', 'failed'), ('requested', 'expired'),
          ('signed', 'broadcast'), ('signed', 'seen'), ('broadcast', 'seen'), ('seen', 'broadcast'), ('seen', 'seen'),
          ('signed', 'solidified'), ('broadcast', 'solidified'), ('seen', 'solidified'),
          ('signed', 'failed'), ('broadcast', 'failed'), ('seen', 'failed'),
          ('signed', 'expired'), ('broadcast', 'expired'),
          ('expired', 'requested'), ('failed', 'requested')
        ) WHERE column1 = OLD.state AND column2 = NEW.state)
        BEGIN SELECT RAISE(ABORT, 'a transfer does not go that way'); END;
      CREATE TRIGGER transfer_expires_from_device BEFORE UPDATE OF state ON transfer
        WHEN OLD.state = 'requested' AND NEW.state = 'expired'
          AND NOT EXISTS (SELECT 1 FROM unsigned_form WHERE transfer_id = OLD.transfer_id)
        BEGIN SELECT RAISE(ABORT, 'a transfer does not go that way'); END;`,
  },
];
