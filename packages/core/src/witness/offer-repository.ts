import type { OfferFault } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";

export interface OfferRow {
  /** Of the newest checkpoint that the witness cosigned; 0 and no text where there is none. */
  readonly size: number;
  readonly checkpoint: string;
  /** The witness's own time, Unix milliseconds. */
  readonly seen_at: number | null;
  readonly last_failure: number | null;
  readonly fault: OfferFault | null;
  readonly next_at: number;
}

/** What the witnesses of a network said to this node. */
export function createOfferRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const find = read.prepare<[string, string], OfferRow>(
    "SELECT size, checkpoint, seen_at, last_failure, fault, next_at FROM witness_offers WHERE network = ? AND url = ?",
  );
  const keep = write.prepare<[OfferRow & { readonly network: string; readonly url: string }]>(`
    INSERT OR REPLACE INTO witness_offers (network, url, size, checkpoint, seen_at, last_failure, fault, next_at)
    VALUES (:network, :url, :size, :checkpoint, :seen_at, :last_failure, :fault, :next_at)`);
  return {
    find: (network: string, url: string): OfferRow | undefined => find.get(network, url),
    keep: (network: string, url: string, row: OfferRow): void => void keep.run({ network, url, ...row }),
  };
}
export type OfferRepository = ReturnType<typeof createOfferRepository>;
