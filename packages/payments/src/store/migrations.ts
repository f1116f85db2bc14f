import type { Migration } from "@lucid/foundation";
import { HARDWARE_MIGRATIONS } from "./hardware-migrations.ts";
import { REPEATED_PAYOUTS } from "./repeated-payouts.ts";

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
  {
    id: "0003-payouts",
    sql: `
      CREATE TABLE ledger_entry (
        number INTEGER PRIMARY KEY, idempotency_key TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,
        network TEXT NOT NULL, payee TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000000),
        kind TEXT NOT NULL, about TEXT NOT NULL,
        CHECK (source || '>' || target IN
          ('issued>accrued', 'accrued>issued', 'accrued>locked', 'locked>accrued', 'locked>paid', 'locked>fees'))
      ) STRICT;
      CREATE INDEX ledger_entry_by_payee ON ledger_entry (network, payee);
      CREATE TABLE ledger_balance (
        network TEXT NOT NULL, payee TEXT NOT NULL, account TEXT NOT NULL, amount INTEGER NOT NULL,
        PRIMARY KEY (network, payee, account), CHECK (account = 'issued' OR amount >= 0)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER ledger_entry_counts AFTER INSERT ON ledger_entry BEGIN
        INSERT INTO ledger_balance SELECT NEW.network, NEW.payee, NEW.source, 0 WHERE NOT EXISTS
          (SELECT 1 FROM ledger_balance WHERE network = NEW.network AND payee = NEW.payee AND account = NEW.source);
        INSERT INTO ledger_balance SELECT NEW.network, NEW.payee, NEW.target, 0 WHERE NOT EXISTS
          (SELECT 1 FROM ledger_balance WHERE network = NEW.network AND payee = NEW.payee AND account = NEW.target);
        UPDATE ledger_balance SET amount = amount - NEW.amount
          WHERE network = NEW.network AND payee = NEW.payee AND account = NEW.source;
        UPDATE ledger_balance SET amount = amount + NEW.amount
          WHERE network = NEW.network AND payee = NEW.payee AND account = NEW.target;
      END;
      CREATE TRIGGER ledger_entry_stays BEFORE UPDATE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never changed'); END;
      CREATE TRIGGER ledger_entry_remains BEFORE DELETE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never removed'); END;

      CREATE TABLE correction (
        correction_id TEXT PRIMARY KEY, network TEXT NOT NULL, payee TEXT NOT NULL, amount TEXT NOT NULL, reason TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'made', 'withdrawn', 'expired')),
        proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL, approve_until INTEGER NOT NULL,
        decided_by TEXT, decided_at INTEGER,
        CHECK (state <> 'made' OR (decided_by <> proposed_by AND decided_by <> payee))
      ) STRICT;
      CREATE TRIGGER correction_once BEFORE UPDATE ON correction WHEN OLD.state <> 'open'
        BEGIN SELECT RAISE(ABORT, 'a correction is decided once'); END;

      CREATE TABLE payout_wallet (
        network TEXT PRIMARY KEY, wallet_id TEXT NOT NULL, user_id TEXT NOT NULL, address TEXT NOT NULL
      ) STRICT;
      CREATE TABLE reconciliation (
        network TEXT PRIMARY KEY, at INTEGER NOT NULL, payouts_checked INTEGER NOT NULL, differences TEXT NOT NULL
      ) STRICT;

      CREATE TABLE payout (
        payout_id TEXT PRIMARY KEY, network TEXT NOT NULL, payee TEXT NOT NULL, address TEXT NOT NULL,
        route TEXT NOT NULL CHECK (route IN ('v0', 'kyc', 'direct')),
        amount INTEGER NOT NULL CHECK (amount > fee), fee INTEGER NOT NULL CHECK (fee >= 0),
        state TEXT NOT NULL CHECK (state IN ('locked', 'approved', 'paying', 'settled', 'failed', 'expired', 'cancelled')),
        reason TEXT, requested_by TEXT, requested_at INTEGER NOT NULL, note TEXT NOT NULL, batch_id TEXT,
        approvals_needed INTEGER NOT NULL, approve_until INTEGER, started_at INTEGER, checked_at INTEGER,
        forecast_fee_sun TEXT NOT NULL, most_fee_sun TEXT NOT NULL, idempotency_key TEXT NOT NULL UNIQUE
      ) STRICT;
      CREATE INDEX payout_by_state ON payout (network, state);
      CREATE INDEX payout_by_payee ON payout (network, payee);
      CREATE TABLE payout_step (
        payout_id TEXT NOT NULL REFERENCES payout (payout_id), number INTEGER NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (payout_id, number)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE payout_approval (
        payout_id TEXT NOT NULL REFERENCES payout (payout_id), user_id TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (payout_id, user_id)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER payout_approval_by_another BEFORE INSERT ON payout_approval
        WHEN EXISTS (SELECT 1 FROM payout WHERE payout_id = NEW.payout_id AND (payee = NEW.user_id OR requested_by = NEW.user_id))
        BEGIN SELECT RAISE(ABORT, 'nobody approves what is asked for by oneself or paid to oneself'); END;
      CREATE TRIGGER payout_approved BEFORE UPDATE OF state ON payout WHEN NEW.state = 'approved' AND
        (SELECT count(*) FROM payout_approval WHERE payout_id = NEW.payout_id) < NEW.approvals_needed
        BEGIN SELECT RAISE(ABORT, 'a payout is not approved yet'); END;
      CREATE TRIGGER payout_arrow BEFORE UPDATE OF state ON payout
        WHEN OLD.state || '>' || NEW.state NOT IN
          ('locked>approved', 'locked>cancelled', 'approved>paying', 'approved>cancelled',
           'paying>settled', 'paying>failed', 'paying>expired')
        BEGIN SELECT RAISE(ABORT, 'a payout does not go that way'); END;
      CREATE TRIGGER payout_amount BEFORE UPDATE OF amount, fee, payee, address, network ON payout
        BEGIN SELECT RAISE(ABORT, 'a payout pays what it was made for'); END;

      ALTER TABLE transfer ADD COLUMN payout_id TEXT REFERENCES payout (payout_id);
      CREATE UNIQUE INDEX transfer_of_payout ON transfer (payout_id) WHERE payout_id IS NOT NULL;
      CREATE TRIGGER transfer_of_payout_once BEFORE UPDATE OF state ON transfer
        WHEN NEW.payout_id IS NOT NULL AND NEW.state IN ('requested', 'cancelled')
        BEGIN SELECT RAISE(ABORT, 'the transfer of a payout is ordered once'); END;`,
  },
  {
    id: "0004-payout-statements",
    sql: `
      CREATE TABLE payout_statement (
        network TEXT NOT NULL, number INTEGER NOT NULL, from_place INTEGER NOT NULL, size INTEGER NOT NULL CHECK (size > from_place),
        until INTEGER NOT NULL, made_at INTEGER NOT NULL,
        PRIMARY KEY (network, number), UNIQUE (network, size)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE stated_payout (
        network TEXT NOT NULL, place INTEGER NOT NULL, payout_id TEXT NOT NULL UNIQUE REFERENCES payout (payout_id), salt TEXT NOT NULL,
        PRIMARY KEY (network, place)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER stated_payout_settled BEFORE INSERT ON stated_payout
        WHEN NOT EXISTS (SELECT 1 FROM payout WHERE payout_id = NEW.payout_id AND network = NEW.network AND state = 'settled')
        BEGIN SELECT RAISE(ABORT, 'only a payout that was paid is stated'); END;
      CREATE TRIGGER stated_payout_grows BEFORE INSERT ON stated_payout
        WHEN NEW.place <> (SELECT coalesce(max(place) + 1, 0) FROM stated_payout WHERE network = NEW.network)
        BEGIN SELECT RAISE(ABORT, 'the log of payouts has no holes'); END;
      CREATE TRIGGER stated_payout_stays BEFORE UPDATE ON stated_payout
        BEGIN SELECT RAISE(ABORT, 'what is stated is never changed'); END;
      CREATE TRIGGER stated_payout_remains BEFORE DELETE ON stated_payout
        BEGIN SELECT RAISE(ABORT, 'what is stated is never removed'); END;`,
  },
  {
    id: "0005-payout-schedules",
    sql: `
      ALTER TABLE payout ADD COLUMN priority INTEGER NOT NULL DEFAULT 1 CHECK (priority BETWEEN 0 AND 3);
      ALTER TABLE payout ADD COLUMN not_before INTEGER;
      CREATE TRIGGER payout_schedule BEFORE UPDATE OF not_before, priority ON payout
        BEGIN SELECT RAISE(ABORT, 'a payout begins when it was made to'); END;`,
  },
  {
    id: "0006-invoices",
    sql: `
      CREATE TABLE invoice_account (
        network TEXT NOT NULL, address TEXT NOT NULL, wallet_id TEXT NOT NULL, user_id TEXT NOT NULL, named_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL, read_block INTEGER NOT NULL DEFAULT 0, read_until INTEGER NOT NULL DEFAULT 0,
        is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
        PRIMARY KEY (network, address)
      ) STRICT;
      CREATE UNIQUE INDEX invoice_account_current ON invoice_account (network) WHERE is_current = 1;

      CREATE TABLE invoice (
        invoice_id TEXT PRIMARY KEY, network TEXT NOT NULL, address TEXT NOT NULL, title TEXT NOT NULL,
        price INTEGER NOT NULL CHECK (price > 0), amount INTEGER NOT NULL CHECK (amount > price),
        state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'underpaid', 'expired', 'cancelled')),
        created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL CHECK (expires_at > created_at), held_until INTEGER NOT NULL CHECK (held_until >= expires_at),
        is_held INTEGER NOT NULL DEFAULT 1 CHECK (is_held IN (0, 1)),
        payer TEXT, payer_address TEXT, payee TEXT, share_permille INTEGER NOT NULL CHECK (share_permille BETWEEN 0 AND 800),
        decided_by TEXT, idempotency_key TEXT NOT NULL UNIQUE,
        FOREIGN KEY (network, address) REFERENCES invoice_account (network, address)
      ) STRICT;
      CREATE UNIQUE INDEX invoice_by_amount ON invoice (network, address, amount) WHERE is_held = 1;
      CREATE INDEX invoice_by_payer ON invoice (network, payer_address) WHERE is_held = 1;
      CREATE INDEX invoice_by_state ON invoice (network, state);
      CREATE TRIGGER invoice_arrow BEFORE UPDATE OF state ON invoice
        WHEN OLD.state || '>' || NEW.state NOT IN
          ('open>paid', 'open>underpaid', 'open>expired', 'open>cancelled', 'expired>underpaid',
           'underpaid>paid', 'expired>paid', 'cancelled>paid')
        BEGIN SELECT RAISE(ABORT, 'an invoice does not go that way'); END;
      CREATE TRIGGER invoice_asks BEFORE UPDATE OF network, address, price, amount, created_at, expires_at, payer, payer_address, payee,
        share_permille ON invoice
        BEGIN SELECT RAISE(ABORT, 'an invoice asks for what it was made for'); END;
      CREATE TRIGGER invoice_held BEFORE UPDATE OF is_held ON invoice WHEN OLD.is_held = 0
        BEGIN SELECT RAISE(ABORT, 'the amount of an invoice is kept for it once'); END;
      CREATE TABLE invoice_step (
        number INTEGER PRIMARY KEY AUTOINCREMENT, invoice_id TEXT NOT NULL REFERENCES invoice (invoice_id),
        state TEXT NOT NULL, at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX invoice_step_by_invoice ON invoice_step (invoice_id);

      CREATE TABLE receipt (
        network TEXT NOT NULL, transaction_id TEXT NOT NULL, place INTEGER NOT NULL, address TEXT NOT NULL,
        from_address TEXT NOT NULL, amount TEXT NOT NULL, block INTEGER NOT NULL, block_at INTEGER NOT NULL, found_at INTEGER NOT NULL,
        invoice_id TEXT REFERENCES invoice (invoice_id), assigned_by TEXT, assigned_at INTEGER,
        PRIMARY KEY (network, transaction_id, place)
      ) STRICT;
      CREATE INDEX receipt_by_invoice ON receipt (invoice_id);
      CREATE TRIGGER receipt_counts_once BEFORE UPDATE OF invoice_id ON receipt WHEN OLD.invoice_id IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a transfer counts for one invoice'); END;
      CREATE TRIGGER receipt_stays BEFORE UPDATE OF network, transaction_id, place, address, from_address, amount, block, block_at ON receipt
        BEGIN SELECT RAISE(ABORT, 'what came in is never changed'); END;
      CREATE TRIGGER receipt_remains BEFORE DELETE ON receipt
        BEGIN SELECT RAISE(ABORT, 'what came in is never removed'); END;`,
  },
  {
    id: "0007-refunds",
    sql: `
      ALTER TABLE payout ADD COLUMN refund_of TEXT;
      ALTER TABLE payout ADD COLUMN refund_place INTEGER;
      CREATE INDEX payout_by_refund ON payout (network, refund_of, refund_place) WHERE refund_of IS NOT NULL;
      CREATE UNIQUE INDEX payout_refund_once ON payout (network, refund_of, refund_place)
        WHERE refund_of IS NOT NULL AND state NOT IN ('failed', 'expired', 'cancelled');
      CREATE TRIGGER payout_to_somebody BEFORE INSERT ON payout
        WHEN (NEW.refund_of IS NULL) <> (NEW.refund_place IS NULL) OR (NEW.refund_of IS NULL) <> (NEW.payee <> '')
        BEGIN SELECT RAISE(ABORT, 'a payout is for a payee, or for a transfer that came in'); END;
      CREATE TRIGGER refund_of_receipt BEFORE INSERT ON payout WHEN NEW.refund_of IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM receipt r LEFT JOIN invoice i ON i.invoice_id = r.invoice_id
          WHERE r.network = NEW.network AND r.transaction_id = NEW.refund_of AND r.place = NEW.refund_place
            AND r.from_address = NEW.address AND CAST(r.amount AS INTEGER) >= NEW.amount AND NEW.fee = 0 AND i.state IS NOT 'open')
        BEGIN SELECT RAISE(ABORT, 'what is sent back is what came, to whom it came from'); END;
      CREATE TRIGGER refund_stays BEFORE UPDATE OF refund_of, refund_place ON payout
        BEGIN SELECT RAISE(ABORT, 'a payout pays what it was made for'); END;
      CREATE TRIGGER receipt_sent_back BEFORE UPDATE OF invoice_id ON receipt WHEN EXISTS (
          SELECT 1 FROM payout WHERE network = OLD.network AND refund_of = OLD.transaction_id AND refund_place = OLD.place
            AND state NOT IN ('failed', 'expired', 'cancelled'))
        BEGIN SELECT RAISE(ABORT, 'what is sent back counts for no invoice'); END;
      CREATE TABLE refund_end (
        number INTEGER PRIMARY KEY AUTOINCREMENT, payout_id TEXT NOT NULL UNIQUE REFERENCES payout (payout_id)
      ) STRICT;
      CREATE TRIGGER refund_ends AFTER UPDATE OF state ON payout
        WHEN NEW.refund_of IS NOT NULL AND NEW.state IN ('settled', 'failed', 'expired', 'cancelled')
        BEGIN INSERT INTO refund_end (payout_id) VALUES (NEW.payout_id); END;`,
  },
  {
    id: "0008-wallet-books",
    sql: `
      CREATE TABLE wallet_book (
        network TEXT NOT NULL, address TEXT NOT NULL, base TEXT, block INTEGER NOT NULL, block_at INTEGER NOT NULL,
        doubt TEXT, doubt_at INTEGER, is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
        held TEXT NOT NULL, held_block INTEGER NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (network, address), CHECK ((doubt IS NULL) = (doubt_at IS NULL)),
        CHECK (is_open = 0 OR (base IS NOT NULL AND doubt IS NOT NULL)), CHECK (base IS NOT NULL OR doubt IS NOT NULL)
      ) STRICT;
      CREATE TABLE wallet_explanation (
        number INTEGER PRIMARY KEY AUTOINCREMENT, network TEXT NOT NULL, address TEXT NOT NULL, amount TEXT NOT NULL,
        reason TEXT NOT NULL, explained_by TEXT NOT NULL, explained_at INTEGER NOT NULL, approved_by TEXT, made_at INTEGER,
        CHECK (approved_by IS NULL OR (approved_by <> explained_by AND made_at IS NOT NULL))
      ) STRICT;
      CREATE TRIGGER wallet_explanation_once BEFORE UPDATE ON wallet_explanation WHEN OLD.made_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'an explanation counts once'); END;
      CREATE TRIGGER wallet_explanation_stays BEFORE UPDATE OF network, address, amount, reason, explained_by, explained_at
        ON wallet_explanation
        BEGIN SELECT RAISE(ABORT, 'an explanation is never changed'); END;
      CREATE TRIGGER wallet_explanation_remains BEFORE DELETE ON wallet_explanation
        BEGIN SELECT RAISE(ABORT, 'an explanation is never removed'); END;
      CREATE TRIGGER wallet_book_forgets AFTER DELETE ON transfer
        WHEN OLD.asset = 'USDT' AND OLD.state = 'solidified' AND OLD.to_address <> OLD.from_address
        BEGIN UPDATE wallet_book SET base = CAST(CAST(base AS INTEGER) - CAST(OLD.amount AS INTEGER) AS TEXT)
          WHERE network = OLD.network AND address = OLD.from_address AND base IS NOT NULL;
        DELETE FROM wallet_book WHERE network = OLD.network AND address = OLD.from_address AND base IS NULL; END;`,
  },
  {
    id: "0009-returned-invoices",
    sql: `
      ALTER TABLE invoice ADD COLUMN returned_at INTEGER;
      CREATE TRIGGER invoice_returned BEFORE UPDATE OF returned_at ON invoice
        WHEN OLD.returned_at IS NOT NULL OR OLD.state <> 'paid' OR NEW.returned_at IS NULL
        BEGIN SELECT RAISE(ABORT, 'what was paid is taken back once'); END;
      CREATE TRIGGER invoice_stays_returned BEFORE UPDATE OF state ON invoice WHEN OLD.returned_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'an invoice does not go that way'); END;`,
  },
  {
    id: "0010-staking",
    sql: `
      ALTER TABLE transfer ADD COLUMN staking TEXT CHECK (staking IS NULL OR (json_valid(staking) AND asset = 'TRX' AND payout_id IS NULL));
      ALTER TABLE transfer ADD COLUMN paid_out TEXT;
      CREATE UNIQUE INDEX staking_one_at_a_time ON transfer (network, wallet_id)
        WHERE staking IS NOT NULL AND state IN ('requested', 'signed', 'broadcast', 'seen');
      CREATE TRIGGER staking_stays BEFORE UPDATE OF staking ON transfer
        BEGIN SELECT RAISE(ABORT, 'an order does what it was made for'); END;`,
  },
  REPEATED_PAYOUTS,
  ...HARDWARE_MIGRATIONS,
];
