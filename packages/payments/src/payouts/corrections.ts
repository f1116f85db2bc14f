import type { Correction, PaymentsCalls, TronNetwork } from "@lucid/contract";
import type { Clock, OpenDatabase, Randomness } from "@lucid/foundation";
import { Refusal } from "../refusal.ts";
import type { Ledger } from "./ledger.ts";

/** Longer, and nobody remembers why. */
const APPROVE_WITHIN_MS = 24 * 3_600_000;
/** As many as the contract says (`LISTED_AT_MOST`). */
const SHOWN = 50;

type CorrectionMethod = "proposeCorrection" | "listCorrections" | "approveCorrection" | "withdrawCorrection";
type Calls = {
  readonly [Method in CorrectionMethod]: (input: PaymentsCalls[Method]["input"]) => Promise<PaymentsCalls[Method]["output"]>;
};
export interface CorrectionRow {
  readonly correction_id: string;
  readonly payee: string;
  /** Micro-USDT; less than nothing takes away. */
  readonly amount: string;
  readonly reason: string;
  readonly state: Correction["state"];
  readonly proposed_by: string;
  readonly proposed_at: number;
  readonly approve_until: number;
  readonly decided_by: string | null;
  readonly decided_at: number | null;
}
type NewCorrection = Omit<CorrectionRow, "state" | "decided_by" | "decided_at"> & { readonly network: TronNetwork };
export type CorrectionRepository = ReturnType<typeof createCorrectionRepository>;

export function createCorrectionRepository({ read, write }: Pick<OpenDatabase, "read" | "write">, ledger: Pick<Ledger, "enter">) {
  const one = read.prepare<[string, string], CorrectionRow>("SELECT * FROM correction WHERE network = ? AND correction_id = ?");
  const newest = read.prepare<[string, number], CorrectionRow>(
    "SELECT * FROM correction WHERE network = ? ORDER BY state = 'open' DESC, rowid DESC LIMIT ?",
  );
  const late = read.prepare<[string, number], { correction_id: string }>(
    "SELECT correction_id FROM correction WHERE network = ? AND state = 'open' AND approve_until <= ?",
  );
  const insert = write.prepare<NewCorrection>(
    `INSERT INTO correction (correction_id, network, payee, amount, reason, state, proposed_by, proposed_at, approve_until)
     VALUES (:correction_id, :network, :payee, :amount, :reason, 'open', :proposed_by, :proposed_at, :approve_until)`,
  );
  const decide = write.prepare<[string, string | null, number, string]>(
    "UPDATE correction SET state = ?, decided_by = ?, decided_at = ? WHERE correction_id = ? AND state = 'open'",
  );
  return {
    find: (network: TronNetwork, id: string) => one.get(network, id),
    newest: (network: TronNetwork) => newest.all(network, SHOWN),
    late: (network: TronNetwork, now: number) => late.all(network, now).map(({ correction_id }) => correction_id),
    add: (correction: NewCorrection): void => void insert.run(correction),
    end: (id: string, state: "withdrawn" | "expired", by: string | null, at: number): boolean =>
      decide.run(state, by, at, id).changes === 1,
    /** The correction counts, and stands in the ledger, in one. @throws where it takes more than is owed. */
    make: write.transaction((network: TronNetwork, row: CorrectionRow, by: string, at: number): boolean => {
      const { correction_id: about, payee } = row;
      if (decide.run("made", by, at, about).changes === 0) return false;
      const amount = BigInt(row.amount);
      const way =
        amount > 0n ? ({ source: "issued", target: "accrued" } as const) : ({ source: "accrued", target: "issued" } as const);
      const idempotency_key = `correction:${about}`;
      ledger.enter({
        idempotency_key,
        at,
        network,
        payee,
        ...way,
        amount: amount > 0n ? amount : -amount,
        kind: "correction",
        about,
      });
      return true;
    }),
  };
}

export interface CorrectionsDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly corrections: CorrectionRepository;
  readonly ledger: Pick<Ledger, "balance">;
  readonly onChange: (payee: string) => void;
}

/** Corrections of what is owed to somebody: proposed by one person, and entered into the ledger when another approves. */
export function createCorrections(
  { clock, randomness, corrections, ledger, onChange }: CorrectionsDeps,
  network: TronNetwork,
): { readonly calls: Calls; expire(): void } {
  function tell(id: string): Correction {
    const row = need(id);
    onChange(row.payee);
    return show(row);
  }
  function need(id: string): CorrectionRow {
    const row = corrections.find(network, id);
    if (!row) throw new Refusal("CORRECTION_NOT_FOUND");
    return row;
  }
  function needOpen(id: string): CorrectionRow {
    expire();
    const row = need(id);
    if (row.state !== "open") throw new Refusal("CORRECTION_STATE", { state: row.state });
    return row;
  }
  /** What nobody has approved in time. */
  function expire(): void {
    for (const id of corrections.late(network, clock.now())) if (corrections.end(id, "expired", null, clock.now())) tell(id);
  }

  return {
    expire,
    calls: {
      async proposeCorrection({ actor, payee, amount, reason }) {
        const correction_id = randomness.uuid();
        const now = clock.now();
        corrections.add({
          ...{ correction_id, network, payee, amount, reason, proposed_by: actor, proposed_at: now },
          approve_until: now + APPROVE_WITHIN_MS,
        });
        return tell(correction_id);
      },
      listCorrections: async () => corrections.newest(network).map(show),
      async approveCorrection({ actor, correction_id }) {
        const row = needOpen(correction_id);
        if (row.proposed_by === actor || row.payee === actor) throw new Refusal("APPROVED_BY_ANOTHER");
        if (ledger.balance(network, row.payee).accrued + BigInt(row.amount) < 0n) throw new Refusal("LESS_OWED");
        corrections.make(network, row, actor, clock.now());
        return tell(correction_id);
      },
      async withdrawCorrection({ actor, correction_id }) {
        needOpen(correction_id);
        corrections.end(correction_id, "withdrawn", actor, clock.now());
        return tell(correction_id);
      },
    },
  };
}

const time = (at: number): string => new Date(at).toISOString();

const show = (row: CorrectionRow): Correction => ({
  correction_id: row.correction_id as Correction["correction_id"],
  payee: row.payee as Correction["payee"],
  ...{ amount: row.amount, reason: row.reason, state: row.state },
  proposed_by: row.proposed_by as Correction["proposed_by"],
  proposed_at: time(row.proposed_at),
  approve_until: time(row.approve_until),
  decided_by: row.decided_by as Correction["decided_by"],
  decided_at: row.decided_at === null ? null : time(row.decided_at),
});
