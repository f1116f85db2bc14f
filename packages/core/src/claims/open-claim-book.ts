import { createHash } from "node:crypto";
import { type ClaimState, LISTED_AT_MOST, payoutErrors, type TronNetwork } from "@lucid/contract";
import type { OpenDatabase, Randomness, Tables } from "@lucid/foundation";
import type { SteadyTime } from "../ground/index.ts";
import type { TronSettings } from "../tron/index.ts";

/** Times are milliseconds of the node's steady time. */
export interface ClaimRow {
  readonly claim_id: string;
  readonly network: TronNetwork;
  readonly payee: string;
  readonly amount: string;
  /** As it is stored: one whose time is over is `expired` only where it is shown. */
  readonly state: Exclude<ClaimState, "expired">;
  readonly created_by: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly address: string | null;
  readonly payout_id: string | null;
}
export type NewClaim = Pick<ClaimRow, "network" | "payee" | "amount" | "created_by"> & { readonly hours: number };

const HOUR_MS = 3_600_000;

const claimTables: Tables = {
  name: "claims",
  migrations: [
    {
      id: "0001-claims",
      sql: `
        CREATE TABLE payout_claim (
          claim_id TEXT PRIMARY KEY,
          secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
          network TEXT NOT NULL,
          payee TEXT NOT NULL,
          amount TEXT NOT NULL,
          state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'named', 'ordered', 'withdrawn')),
          created_by TEXT NOT NULL CHECK (created_by <> payee),
          created_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL CHECK (expires_at > created_at),
          address TEXT,
          payout_id TEXT UNIQUE,
          CHECK ((address IS NOT NULL) = (state IN ('named', 'ordered')) AND (payout_id IS NOT NULL) = (state = 'ordered'))
        ) STRICT;
        CREATE INDEX payout_claim_by_payee ON payout_claim (network, payee) WHERE state IN ('open', 'named');
        CREATE TRIGGER payout_claim_stays BEFORE UPDATE OF secret_hash, network, payee, amount, created_by, created_at, expires_at ON payout_claim
          BEGIN SELECT RAISE(ABORT, 'a claim link pays what it was made for'); END;
        CREATE TRIGGER payout_claim_arrow BEFORE UPDATE OF state ON payout_claim
          WHEN OLD.state || '>' || NEW.state NOT IN ('open>named', 'open>withdrawn', 'named>ordered', 'named>open')
          BEGIN SELECT RAISE(ABORT, 'a claim link does not go that way'); END;`,
    },
  ],
  watched: [{ table: "payout_claim", topic: "payouts", id: "payee" }],
};

export interface ClaimBookDeps {
  readonly db: Pick<OpenDatabase, "read" | "write" | "attach">;
  readonly time: Pick<SteadyTime, "now">;
  readonly randomness: Pick<Randomness, "uuid" | "bytes">;
}
export type ClaimBook = ReturnType<typeof openClaimBook>;

const digestOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();

/** Claim links. Each function that writes is one arrow from the state that it names, or nothing. Of a secret only its SHA-256 is kept. */
export function openClaimBook(
  { db, time, randomness }: ClaimBookDeps,
  { tron_network: network }: Pick<TronSettings, "tron_network">,
) {
  db.attach(claimTables);
  const { read, write } = db;
  const columns = "claim_id, network, payee, amount, state, created_by, created_at, expires_at, address, payout_id";
  const one = read.prepare<[string], ClaimRow>(`SELECT ${columns} FROM payout_claim WHERE claim_id = ?`);
  const byHash = read.prepare<[Uint8Array], ClaimRow>(`SELECT ${columns} FROM payout_claim WHERE secret_hash = ?`);
  const page = read.prepare<{ network: string; now: number; limit: number }, ClaimRow>(
    `SELECT ${columns} FROM payout_claim WHERE network = :network
     ORDER BY state = 'named' OR (state = 'open' AND expires_at > :now) DESC, rowid DESC LIMIT :limit`,
  );
  const named = read.prepare<[string], ClaimRow>(
    `SELECT ${columns} FROM payout_claim WHERE network = ? AND state = 'named' ORDER BY rowid`,
  );
  const ofPerson = read.prepare<{ user: string }, ClaimRow>(
    `SELECT ${columns} FROM payout_claim WHERE payee = :user OR created_by = :user ORDER BY rowid`,
  );
  const waiting = read.prepare<{ network: string; payee: string; now: number }, { amount: string }>(
    `SELECT amount FROM payout_claim
     WHERE network = :network AND payee = :payee AND (state = 'named' OR (state = 'open' AND expires_at > :now))`,
  );
  const insert = write.prepare<Omit<ClaimRow, "state" | "address" | "payout_id"> & { hash: Buffer }>(
    `INSERT INTO payout_claim (claim_id, secret_hash, network, payee, amount, created_by, created_at, expires_at)
     VALUES (:claim_id, :hash, :network, :payee, :amount, :created_by, :created_at, :expires_at)`,
  );
  const move = write.prepare<{ id: string; from: string; to: string; address: string | null; payout: string | null }>(
    "UPDATE payout_claim SET state = :to, address = :address, payout_id = :payout WHERE claim_id = :id AND state = :from",
  );

  function go(row: ClaimRow, to: ClaimRow["state"], address: string | null = null, payout: string | null = null): ClaimRow {
    const isMoved = move.run({ id: row.claim_id, from: row.state, to, address, payout }).changes === 1;
    if (!isMoved) throw payoutErrors.CLAIM_STATE({ state: stateOf(one.get(row.claim_id) ?? row) });
    return { ...row, state: to, address, payout_id: payout };
  }
  const stateOf = ({ state, expires_at }: ClaimRow): ClaimState =>
    state === "open" && expires_at <= time.now() ? "expired" : state;

  return {
    stateOf,
    find: (claimId: string): ClaimRow | undefined => {
      const row = one.get(claimId);
      return row?.network === network ? row : undefined;
    },
    bySecret: (secret: string) => byHash.get(digestOf(secret)),
    page: (): readonly ClaimRow[] => page.all({ network, now: time.now(), limit: LISTED_AT_MOST }),
    named: (): readonly ClaimRow[] => named.all(network),
    ofPerson: (user: string): readonly ClaimRow[] => ofPerson.all({ user }),
    /** What links may still pay to somebody: it is theirs, and nothing else pays it by itself. */
    held: (payee: string): bigint =>
      waiting.all({ network, payee, now: time.now() }).reduce((total, { amount }) => total + BigInt(amount), 0n),
    add({ hours, ...claim }: NewClaim): { readonly row: ClaimRow; readonly secret: string } {
      const secret = Buffer.from(randomness.bytes(32)).toString("base64url");
      const created_at = time.now();
      const row = { ...claim, claim_id: randomness.uuid(), created_at, expires_at: created_at + hours * HOUR_MS };
      insert.run({ ...row, hash: digestOf(secret) });
      return { row: { ...row, state: "open", address: null, payout_id: null }, secret };
    },
    /** Each throws CLAIM_STATE where the link has gone another way meanwhile. */
    name: (row: ClaimRow, address: string): ClaimRow => go(row, "named", address),
    order: (row: ClaimRow, payoutId: string): ClaimRow => go(row, "ordered", row.address, payoutId),
    /** No payout was made, and none will be: an address can be named again. */
    reopen: (row: ClaimRow): ClaimRow => go(row, "open"),
    withdraw: (row: ClaimRow): ClaimRow => go(row, "withdrawn"),
  };
}
