import type { StampFault } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";

export interface StampRow {
  readonly network: string;
  readonly authority: string;
  readonly height: number;
  readonly hash: string;
  readonly stamped_at: number;
  readonly accuracy_ms: number;
  readonly ahead_ms: number;
  readonly signer: string;
  readonly certificate: string;
  readonly token: Uint8Array;
}

export interface AuthorityRow {
  readonly url: string;
  readonly last_success: number | null;
  readonly last_failure: number | null;
  readonly fault: StampFault | null;
  /** Failures in a row. */
  readonly failures: number;
  readonly next_at: number;
}

export function createTimeStampRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const find = read.prepare<[string], AuthorityRow>("SELECT * FROM time_authorities WHERE url = ?");
  const newest = read.prepare<[string, string], StampRow>(
    "SELECT * FROM time_stamps WHERE network = ? AND authority = ? ORDER BY height DESC LIMIT 1",
  );
  const count = read.prepare<[string], { count: number }>("SELECT count(*) AS count FROM time_stamps WHERE authority = ?");
  const covering = read.prepare<{ network: string; from: number; to: number; most: number }, StampRow>(`
    SELECT s.* FROM time_stamps s JOIN (
      SELECT authority, min(height) AS height FROM time_stamps
      WHERE network = :network AND height BETWEEN :from AND :to GROUP BY authority
    ) first ON s.network = :network AND s.authority = first.authority AND s.height = first.height
    ORDER BY s.height, s.authority LIMIT :most`);
  const put = write.prepare<[AuthorityRow]>(`
    INSERT OR REPLACE INTO time_authorities (url, last_success, last_failure, fault, failures, next_at)
    VALUES (:url, :last_success, :last_failure, :fault, :failures, :next_at)`);
  const keep = write.prepare<[StampRow]>(`
    INSERT OR REPLACE INTO time_stamps
      (network, authority, height, hash, stamped_at, accuracy_ms, ahead_ms, signer, certificate, token)
    VALUES (:network, :authority, :height, :hash, :stamped_at, :accuracy_ms, :ahead_ms, :signer, :certificate, :token)`);
  const note = write.transaction((row: AuthorityRow, stamp: StampRow | undefined) => {
    put.run(row);
    if (stamp !== undefined) keep.run(stamp);
  });

  return {
    find: (url: string): AuthorityRow | undefined => find.get(url),
    newest: (network: string, url: string): StampRow | undefined => newest.get(network, url),
    count: (url: string): number => count.get(url)?.count ?? 0,
    /** Of each authority the first stamp of a block from one height to another, the lowest first. */
    covering: (network: string, from: number, to: number, most: number): readonly StampRow[] =>
      covering.all({ network, from, to, most }),
    /** What came of asking one, and the stamp that it gave. */
    note: (row: AuthorityRow, stamp?: StampRow): void => note(row, stamp),
  };
}
export type TimeStampRepository = ReturnType<typeof createTimeStampRepository>;
