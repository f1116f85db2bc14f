import type { Migration } from "@lucid/foundation";

/** Schedules, the terms that people agree to, and one run for each day on which one was due. */
export const REPEATED_PAYOUTS: Migration = {
  id: "0011-repeated-payouts",
  sql: `
    CREATE TABLE payout_schedule (
      schedule_id TEXT PRIMARY KEY, network TEXT NOT NULL, name TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('proposed', 'active', 'paused', 'ended')),
      terms INTEGER, next_on TEXT, next_at INTEGER,
      CHECK ((next_at IS NOT NULL) = (state = 'active') AND (next_on IS NULL) = (next_at IS NULL)),
      CHECK (terms IS NOT NULL OR state IN ('proposed', 'ended'))
    ) STRICT;
    CREATE INDEX payout_schedule_by_state ON payout_schedule (network, state);
    CREATE TRIGGER payout_schedule_arrow BEFORE UPDATE OF state ON payout_schedule
      WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN
        ('proposed>active', 'proposed>ended', 'active>paused', 'paused>active', 'active>ended', 'paused>ended')
      BEGIN SELECT RAISE(ABORT, 'a schedule does not go that way'); END;
    CREATE TRIGGER payout_schedule_agreed BEFORE UPDATE OF terms ON payout_schedule
      WHEN NOT EXISTS (SELECT 1 FROM payout_schedule_terms
        WHERE number = NEW.terms AND schedule_id = NEW.schedule_id AND state = 'approved')
      BEGIN SELECT RAISE(ABORT, 'a schedule pays what two persons have agreed to'); END;

    CREATE TABLE payout_schedule_terms (
      number INTEGER PRIMARY KEY AUTOINCREMENT, schedule_id TEXT NOT NULL REFERENCES payout_schedule (schedule_id),
      payee TEXT, least INTEGER NOT NULL CHECK (least > 0), most INTEGER NOT NULL CHECK (most >= least),
      every TEXT NOT NULL CHECK (json_valid(every)), at TEXT NOT NULL, time_zone TEXT NOT NULL,
      wallet_id TEXT NOT NULL, wallet TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'withdrawn', 'expired')),
      proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL, approve_until INTEGER NOT NULL,
      decided_by TEXT, decided_at INTEGER,
      CHECK (state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> proposed_by AND decided_by IS NOT payee))
    ) STRICT;
    CREATE UNIQUE INDEX payout_schedule_proposal ON payout_schedule_terms (schedule_id) WHERE state = 'open';
    CREATE TRIGGER payout_schedule_decided BEFORE UPDATE ON payout_schedule_terms WHEN OLD.state <> 'open'
      BEGIN SELECT RAISE(ABORT, 'terms are decided on once'); END;
    CREATE TRIGGER payout_schedule_stays BEFORE UPDATE OF schedule_id, payee, least, most, every, at, time_zone, wallet_id, wallet,
      proposed_by, proposed_at, approve_until ON payout_schedule_terms
      BEGIN SELECT RAISE(ABORT, 'terms are never changed: others are proposed'); END;

    CREATE TABLE payout_schedule_run (
      number INTEGER PRIMARY KEY AUTOINCREMENT, schedule_id TEXT NOT NULL REFERENCES payout_schedule (schedule_id),
      terms INTEGER NOT NULL REFERENCES payout_schedule_terms (number), due_on TEXT NOT NULL, due_at INTEGER NOT NULL,
      missed INTEGER NOT NULL, begun_at INTEGER NOT NULL, tried_at INTEGER, ended_at INTEGER,
      state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'stopped', 'overtaken')),
      UNIQUE (schedule_id, due_on), CHECK ((ended_at IS NULL) = (state = 'open'))
    ) STRICT;
    CREATE UNIQUE INDEX payout_schedule_open_run ON payout_schedule_run (schedule_id) WHERE state = 'open';
    CREATE TRIGGER payout_schedule_run_over BEFORE UPDATE ON payout_schedule_run WHEN OLD.state <> 'open'
      BEGIN SELECT RAISE(ABORT, 'a run that is over stays as it was'); END;
    CREATE TABLE payout_schedule_item (
      run INTEGER NOT NULL REFERENCES payout_schedule_run (number), place INTEGER NOT NULL, payee TEXT NOT NULL,
      owed INTEGER NOT NULL CHECK (owed >= 0), obstacle TEXT, is_over INTEGER NOT NULL DEFAULT 0 CHECK (is_over IN (0, 1)),
      PRIMARY KEY (run, payee)
    ) STRICT;

    ALTER TABLE payout ADD COLUMN schedule_run INTEGER REFERENCES payout_schedule_run (number);
    CREATE UNIQUE INDEX payout_by_run ON payout (schedule_run, payee) WHERE schedule_run IS NOT NULL;
    CREATE TRIGGER payout_of_run BEFORE INSERT ON payout WHEN NEW.schedule_run IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM payout_schedule_run r JOIN payout_schedule s ON s.schedule_id = r.schedule_id
        JOIN payout_schedule_terms t ON t.number = r.terms
        WHERE r.number = NEW.schedule_run AND r.state = 'open' AND s.state = 'active' AND s.terms = t.number
          AND s.network = NEW.network AND NEW.refund_of IS NULL AND (t.payee IS NULL OR t.payee = NEW.payee)
          AND NEW.amount + (SELECT coalesce(sum(amount), 0) FROM payout WHERE schedule_run = r.number) <= t.most)
      BEGIN SELECT RAISE(ABORT, 'a run pays what was agreed to, while its schedule is in force'); END;
    CREATE TRIGGER payout_run_stays BEFORE UPDATE OF schedule_run ON payout
      BEGIN SELECT RAISE(ABORT, 'a payout is of the run that it was made in'); END;`,
};
