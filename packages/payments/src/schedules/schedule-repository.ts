import type { PayoutState, ScheduleEvery, ScheduleObstacle, ScheduleRun, ScheduleState, TronNetwork } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";
import type { Due } from "./due-days.ts";

/** Unix milliseconds; amounts in micro-USDT. */
export interface TermsRow {
  readonly number: number;
  readonly schedule_id: string;
  readonly payee: string | null;
  readonly least: string;
  readonly most: string;
  /** JSON of `ScheduleEvery`. */
  readonly every: string;
  readonly at: string;
  readonly time_zone: string;
  readonly wallet_id: string;
  readonly wallet: string;
  readonly state: "open" | "approved" | "withdrawn" | "expired";
  readonly proposed_by: string;
  readonly proposed_at: number;
  readonly approve_until: number;
  readonly decided_by: string | null;
  readonly decided_at: number | null;
}
export type NewTerms = Omit<TermsRow, "number" | "state" | "decided_by" | "decided_at">;
export interface ScheduleRow {
  readonly schedule_id: string;
  readonly network: TronNetwork;
  readonly name: string;
  readonly state: ScheduleState;
  readonly terms: number | null;
  readonly next_on: string | null;
  readonly next_at: number | null;
}
export interface RunRow {
  readonly number: number;
  readonly schedule_id: string;
  readonly terms: number;
  readonly due_on: string;
  readonly due_at: number;
  readonly missed: number;
  readonly begun_at: number;
  /** When all who were left had been tried. */
  readonly tried_at: number | null;
  readonly ended_at: number | null;
  readonly state: ScheduleRun["state"];
}
/** A payee of a run: to be paid, paid, or left for a reason. */
export interface ItemRow {
  readonly payee: string;
  readonly owed: string;
  readonly obstacle: ScheduleObstacle | null;
  readonly is_over: 0 | 1;
  readonly payout_id: string | null;
  readonly payout_state: PayoutState | null;
  readonly amount: string | null;
}
export interface NewRun extends Pick<RunRow, "schedule_id" | "terms" | "due_on" | "due_at" | "missed" | "begun_at"> {
  readonly next: Due;
  readonly items: readonly { readonly payee: string; readonly owed: bigint }[];
}
export type ScheduleRepository = ReturnType<typeof createScheduleRepository>;

export const everyOf = ({ every }: Pick<TermsRow, "every">): ScheduleEvery => JSON.parse(every) as ScheduleEvery;

/** Shown of those that have ended. */
const SHOWN = 50;

/**
 * Schedules, the terms that were proposed for them, and their runs. Each function that writes is one transaction. A run is made with all whom
 * it is to pay and with the day on which the next one is due: one cannot be without the other.
 */
export function createScheduleRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const one = read.prepare<[string, string], ScheduleRow>("SELECT * FROM payout_schedule WHERE network = ? AND schedule_id = ?");
  const page = read.prepare<{ network: string; limit: number }, ScheduleRow>(
    `SELECT * FROM payout_schedule WHERE network = :network AND (state <> 'ended' OR rowid IN
       (SELECT rowid FROM payout_schedule WHERE network = :network AND state = 'ended' ORDER BY rowid DESC LIMIT :limit))
     ORDER BY state = 'ended', rowid`,
  );
  const live = read.prepare<[string], { count: number }>(
    "SELECT count(*) AS count FROM payout_schedule WHERE network = ? AND state <> 'ended'",
  );
  const active = read.prepare<[string], ScheduleRow>("SELECT * FROM payout_schedule WHERE network = ? AND state = 'active'");
  const columns = `number, schedule_id, payee, CAST(least AS TEXT) AS least, CAST(most AS TEXT) AS most, every, at, time_zone, wallet_id, wallet,
    state, proposed_by, proposed_at, approve_until, decided_by, decided_at`;
  const terms = read.prepare<[number], TermsRow>(`SELECT ${columns} FROM payout_schedule_terms WHERE number = ?`);
  const proposal = read.prepare<[string], TermsRow>(
    `SELECT ${columns} FROM payout_schedule_terms WHERE schedule_id = ? AND state = 'open'`,
  );
  const late = read.prepare<[string, number], { schedule_id: string }>(
    `SELECT schedule_id FROM payout_schedule_terms t JOIN payout_schedule s USING (schedule_id)
     WHERE s.network = ? AND t.state = 'open' AND t.approve_until <= ?`,
  );
  const holding = read.prepare<[string, string], { count: number }>(
    `SELECT count(*) AS count FROM payout_schedule s JOIN payout_schedule_terms t ON t.number = s.terms
     WHERE s.network = ? AND s.state IN ('active', 'paused') AND (t.payee IS NULL OR t.payee = ?)`,
  );
  const runOn = read.prepare<[string, string], { number: number }>(
    "SELECT number FROM payout_schedule_run WHERE schedule_id = ? AND due_on = ?",
  );
  const runs = read.prepare<[string, number, number], RunRow>(
    "SELECT * FROM payout_schedule_run WHERE schedule_id = ? AND number < ? ORDER BY number DESC LIMIT ?",
  );
  const openRuns = read.prepare<[string], RunRow>(
    `SELECT r.* FROM payout_schedule_run r JOIN payout_schedule s USING (schedule_id)
     WHERE s.network = ? AND r.state = 'open' ORDER BY r.number`,
  );
  const oneRun = read.prepare<[number], RunRow>("SELECT * FROM payout_schedule_run WHERE number = ?");
  const items = read.prepare<[number], ItemRow>(
    `SELECT i.payee, CAST(i.owed AS TEXT) AS owed, i.obstacle, i.is_over, p.payout_id, p.state AS payout_state, CAST(p.amount AS TEXT) AS amount
     FROM payout_schedule_item i LEFT JOIN payout p ON p.schedule_run = i.run AND p.payee = i.payee WHERE i.run = ? ORDER BY i.place`,
  );
  const paidLast = read.prepare<[string], { payee: string; at: number }>(
    "SELECT payee, max(requested_at) AS at FROM payout WHERE network = ? AND state = 'settled' GROUP BY payee",
  );

  const insert = write.prepare<{ schedule_id: string; network: string; name: string }>(
    "INSERT INTO payout_schedule (schedule_id, network, name, state) VALUES (:schedule_id, :network, :name, 'proposed')",
  );
  const insertTerms = write.prepare<NewTerms>(
    `INSERT INTO payout_schedule_terms (schedule_id, payee, least, most, every, at, time_zone, wallet_id, wallet, state, proposed_by, proposed_at, approve_until)
     VALUES (:schedule_id, :payee, CAST(:least AS INTEGER), CAST(:most AS INTEGER), :every, :at, :time_zone, :wallet_id, :wallet, 'open',
       :proposed_by, :proposed_at, :approve_until)`,
  );
  const decide = write.prepare<[string, string | null, number, number]>(
    "UPDATE payout_schedule_terms SET state = ?, decided_by = ?, decided_at = ? WHERE number = ? AND state = 'open'",
  );
  const move = write.prepare<{ id: string; from: string; to: string; on: string | null; at: number | null }>(
    "UPDATE payout_schedule SET state = :to, next_on = :on, next_at = :at WHERE schedule_id = :id AND state = :from",
  );
  const agree = write.prepare<[number, string]>("UPDATE payout_schedule SET terms = ? WHERE schedule_id = ?");
  const putOff = write.prepare<{ id: string; on: string; at: number }>(
    "UPDATE payout_schedule SET next_on = :on, next_at = :at WHERE schedule_id = :id AND state = 'active'",
  );
  const insertRun = write.prepare<Omit<NewRun, "next" | "items">, { number: number }>(
    `INSERT INTO payout_schedule_run (schedule_id, terms, due_on, due_at, missed, begun_at)
     VALUES (:schedule_id, :terms, :due_on, :due_at, :missed, :begun_at) RETURNING number`,
  );
  const insertItem = write.prepare<[number, number, string, bigint]>(
    "INSERT INTO payout_schedule_item (run, place, payee, owed) VALUES (?, ?, ?, ?)",
  );
  const note = write.prepare<{ run: number; payee: string; obstacle: string | null; over: number }>(
    "UPDATE payout_schedule_item SET obstacle = :obstacle, is_over = :over WHERE run = :run AND payee = :payee",
  );
  const tried = write.prepare<[number, number]>(
    "UPDATE payout_schedule_run SET tried_at = ? WHERE number = ? AND state = 'open'",
  );
  const close = write.prepare<[string, number, number]>(
    "UPDATE payout_schedule_run SET state = ?, ended_at = ? WHERE number = ? AND state = 'open'",
  );
  const leave = write.prepare<{ run: number; left: string }>(
    `UPDATE payout_schedule_item SET obstacle = :left WHERE run = :run AND obstacle IS NULL AND is_over = 0
       AND NOT EXISTS (SELECT 1 FROM payout p WHERE p.schedule_run = :run AND p.payee = payout_schedule_item.payee)`,
  );

  function endRun(run: number, state: "done" | "stopped" | "overtaken", at: number, left: ScheduleObstacle): void {
    if (close.run(state, at, run).changes === 1) leave.run({ run, left });
  }
  function endOpenRun(scheduleId: string, state: "stopped" | "overtaken", at: number): void {
    const [open] = runs.all(scheduleId, Number.MAX_SAFE_INTEGER, 1).filter((run) => run.state === "open");
    if (open) endRun(open.number, state, at, state === "stopped" ? "stopped" : "next-run");
  }

  return {
    find: (network: TronNetwork, id: string) => one.get(network, id),
    page: (network: TronNetwork): readonly ScheduleRow[] => page.all({ network, limit: SHOWN }),
    live: (network: TronNetwork): number => live.get(network)?.count ?? 0,
    active: (network: TronNetwork): readonly ScheduleRow[] => active.all(network),
    terms: (number: number) => terms.get(number),
    proposal: (scheduleId: string) => proposal.get(scheduleId),
    /** Those with terms that nobody has approved in time. */
    late: (network: TronNetwork, now: number) => late.all(network, now).map(({ schedule_id }) => schedule_id),
    /** Whether a schedule, paused or not, says when somebody is paid. */
    holds: (network: TronNetwork, payee: string): boolean => (holding.get(network, payee)?.count ?? 0) > 0,
    hasRun: (scheduleId: string, on: string): boolean => runOn.get(scheduleId, on) !== undefined,
    runs: (scheduleId: string, before: number, limit: number): readonly RunRow[] => runs.all(scheduleId, before, limit),
    openRuns: (network: TronNetwork): readonly RunRow[] => openRuns.all(network),
    run: (number: number) => oneRun.get(number),
    items: (run: number): readonly ItemRow[] => items.all(run),
    /** When payees were paid last, who were ever. */
    paidLast: (network: TronNetwork): ReadonlyMap<string, number> =>
      new Map(paidLast.all(network).map(({ payee, at }) => [payee, at])),

    add: write.transaction((schedule: Pick<ScheduleRow, "schedule_id" | "network" | "name">, asked: NewTerms): void => {
      insert.run(schedule);
      insertTerms.run(asked);
    }),
    propose: (asked: NewTerms): void => void insertTerms.run(asked),
    /** These terms are in force, from `next` on where the schedule is not paused; a run by the old ones pays no more. */
    approve: write.transaction((row: ScheduleRow, asked: TermsRow, by: string, at: number, next: Due): boolean => {
      if (decide.run("approved", by, at, asked.number).changes === 0) return false;
      endOpenRun(row.schedule_id, "stopped", at);
      agree.run(asked.number, row.schedule_id);
      const to = row.state === "paused" ? ({ to: "paused", on: null, at: null } as const) : { to: "active", ...next };
      if (move.run({ id: row.schedule_id, from: row.state, ...to }).changes === 0)
        throw new Error("a schedule has moved meanwhile");
      return true;
    }),
    /** Nobody approves these terms. A schedule that had no others ends. */
    drop: write.transaction((asked: TermsRow, state: "withdrawn" | "expired", by: string | null, at: number): boolean => {
      if (decide.run(state, by, at, asked.number).changes === 0) return false;
      move.run({ id: asked.schedule_id, from: "proposed", to: "ended", on: null, at: null });
      return true;
    }),
    /** To another state; what waits for approval goes with a schedule that ends. */
    set: write.transaction((row: ScheduleRow, to: Exclude<ScheduleState, "proposed">, at: number, next: Due | null): boolean => {
      const moved = { id: row.schedule_id, from: row.state, to, on: next?.on ?? null, at: next?.at ?? null };
      if (move.run(moved).changes === 0) return false;
      if (to !== "active") endOpenRun(row.schedule_id, "stopped", at);
      const waiting = to === "ended" ? proposal.get(row.schedule_id) : undefined;
      if (waiting) decide.run("withdrawn", null, at, waiting.number);
      return true;
    }),
    begin: write.transaction(({ next, items: payees, ...run }: NewRun): void => {
      endOpenRun(run.schedule_id, "overtaken", run.begun_at);
      const made = insertRun.get(run);
      if (!made) throw new Error("a run was made and is lost");
      for (const [place, { payee, owed }] of payees.entries()) insertItem.run(made.number, place, payee, owed);
      putOff.run({ id: run.schedule_id, ...next });
    }),
    /** What keeps a payee of a run; `isOver`: it is not tried again. */
    note: (run: number, payee: string, obstacle: ScheduleObstacle | null, isOver: boolean): void =>
      void note.run({ run, payee, obstacle, over: isOver ? 1 : 0 }),
    tried: (run: number, at: number): void => void tried.run(at, run),
    /** Nobody of it is tried again; `left` is why those are not paid of whom nothing else is known. */
    end: write.transaction((run: number, at: number, left: ScheduleObstacle): void => endRun(run, "done", at, left)),
  };
}
