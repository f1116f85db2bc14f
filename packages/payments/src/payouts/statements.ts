import type { PaymentsCalls, StatedPayoutRow, StatementRow, TronNetwork } from "@lucid/contract";
import type { Clock, OpenDatabase, Randomness } from "@lucid/foundation";
import { Refusal } from "../refusal.ts";

const DAY_MS = 24 * 3_600_000;
/** Of a payout that is stated: who knows all else of it cannot try out whether it is in the log. */
const SALT_BYTES = 16;
/** A document of more would be above what its readers take. */
const MOST_AT_ONCE = 100_000;

type StatementMethod = "statePayouts" | "listStatements" | "getStatement" | "statedPayouts";
type Calls = {
  readonly [Method in StatementMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
};
export type StatementRepository = ReturnType<typeof createStatementRepository>;

const STATEMENTS = `SELECT m.number, m.from_place AS "from", m.size, m.until, m.made_at,
    CAST(sum(p.amount - p.fee) AS TEXT) AS sent, CAST(sum(p.fee) AS TEXT) AS fees
  FROM payout_statement m
  JOIN stated_payout s ON s.network = m.network AND s.place >= m.from_place AND s.place < m.size
  JOIN payout p ON p.payout_id = s.payout_id`;

/** The log of payouts that were paid: each stands in it once, in the statement of the period after which it was settled. It only grows. */
export function createStatementRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const unstated = read.prepare<[string, number], { payout_id: string }>(
    `SELECT p.payout_id FROM payout p JOIN payout_step s ON s.payout_id = p.payout_id AND s.state = 'settled'
     WHERE p.network = ? AND p.state = 'settled' AND s.at < ? AND p.refund_of IS NULL
       AND NOT EXISTS (SELECT 1 FROM stated_payout t WHERE t.payout_id = p.payout_id)
     ORDER BY p.rowid LIMIT ${MOST_AT_ONCE}`,
  );
  const last = read.prepare<[string], { number: number; size: number }>(
    "SELECT number, size FROM payout_statement WHERE network = ? ORDER BY number DESC LIMIT 1",
  );
  const page = read.prepare<[string, number, number], StatementRow>(
    `${STATEMENTS} WHERE m.network = ? AND m.number < ? GROUP BY m.number ORDER BY m.number DESC LIMIT ?`,
  );
  const one = read.prepare<[string, number], StatementRow>(
    `${STATEMENTS} WHERE m.network = ? AND m.number = ? GROUP BY m.number`,
  );
  const stated = read.prepare<[string, number, number], Omit<StatedPayoutRow, "entries"> & { readonly entries: string }>(
    `SELECT s.salt, p.payout_id, p.payee, p.address, CAST(p.amount AS TEXT) AS amount, CAST(p.fee AS TEXT) AS fee, f.transaction_id,
       (SELECT json_group_array(e.number ORDER BY e.number) FROM ledger_entry e
        WHERE e.idempotency_key IN ('lock:' || p.payout_id, 'end:' || p.payout_id, 'fee:' || p.payout_id)) AS entries,
       (SELECT at FROM payout_step WHERE payout_id = p.payout_id AND state = 'settled') AS settled_at_ms
     FROM stated_payout s JOIN payout p ON p.payout_id = s.payout_id
     JOIN transfer t ON t.payout_id = p.payout_id
     JOIN transfer_form f ON f.transfer_id = t.transfer_id
       AND f.number = (SELECT max(number) FROM transfer_form WHERE transfer_id = t.transfer_id)
     WHERE s.network = ? AND s.place >= ? ORDER BY s.place LIMIT ?`,
  );
  const addStatement = write.prepare<{ network: string; number: number; from: number; size: number; until: number; at: number }>(
    "INSERT INTO payout_statement (network, number, from_place, size, until, made_at) VALUES (:network, :number, :from, :size, :until, :at)",
  );
  const addPayout = write.prepare<[string, number, string, string]>(
    "INSERT INTO stated_payout (network, place, payout_id, salt) VALUES (?, ?, ?, ?)",
  );

  return {
    /** States what was settled before `until` and stands in no statement. By chance, so that no place tells of a time. @returns its number. */
    make: write.transaction((network: TronNetwork, until: number, at: number, salt: () => string): number | undefined => {
      const found = unstated.all(network, until).map(({ payout_id }) => ({ payout_id, salt: salt() }));
      if (found.length === 0) return undefined;
      const { number: before, size: from } = last.get(network) ?? { number: 0, size: 0 };
      const number = before + 1;
      addStatement.run({ network, number, from, size: from + found.length, until, at });
      found.sort((one, other) => (one.salt < other.salt ? -1 : 1));
      for (const [index, { payout_id, salt: own }] of found.entries()) addPayout.run(network, from + index, payout_id, own);
      return number;
    }),
    find: (network: TronNetwork, number: number): StatementRow | undefined => one.get(network, number),
    /** The newest first, those before a number. */
    page: (network: TronNetwork, before: number, limit: number): readonly StatementRow[] => page.all(network, before, limit),
    /** Payouts in the log, from a place on. */
    stated: (network: TronNetwork, from: number, limit: number): readonly StatedPayoutRow[] =>
      stated.all(network, from, limit).map((row) => ({ ...row, entries: JSON.parse(row.entries) as number[] })),
  };
}

export interface StatementsDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly statements: StatementRepository;
  readonly onChange: (payee: null) => void;
}

export function createStatements({ clock, randomness, statements, onChange }: StatementsDeps, network: TronNetwork): Calls {
  const salt = (): string => Buffer.from(randomness.bytes(SALT_BYTES)).toString("hex");
  function need(number: number): StatementRow {
    const row = statements.find(network, number);
    if (!row) throw new Refusal("STATEMENT_NOT_FOUND");
    return row;
  }
  return {
    async statePayouts({ today }) {
      const now = clock.now();
      // What is settled in this very millisecond counts as well, where today counts.
      const number = statements.make(network, today ? now + 1 : now - (now % DAY_MS), now, salt);
      onChange(null);
      return { statement: number === undefined ? null : need(number) };
    },
    async listStatements({ limit, before }) {
      const rows = statements.page(network, before ?? Number.MAX_SAFE_INTEGER, limit + 1);
      const shown = rows.slice(0, limit);
      return { network, statements: shown, next_before: rows.length > limit ? (shown.at(-1)?.number ?? null) : null };
    },
    getStatement: async ({ number }) => need(number),
    statedPayouts: async ({ from, limit }) => statements.stated(network, from, limit),
  };
}
