import type { Logger } from "pino";
import type { SignState } from "../signing/sign-state.ts";
import type { ChainStore } from "../store/create-chain-store.ts";
import type { Ledger } from "./ledger.ts";

export interface ResumeDeps {
  readonly store: Pick<ChainStore, "blocks">;
  readonly ledger: Ledger;
  readonly signState: SignState;
  readonly log: Logger;
  /** Alone on the network nobody can give back what the database has lost. */
  readonly isSolo: boolean;
}

/**
 * Picks up where signing stopped. A vote goes to the sign-state before it goes to the database, so the last
 * one may be missing there: it is signed again, word for word. The block it votes for was in the database
 * before the vote was signed; if it is not, the database is older than what others may have seen.
 * @throws on a solo network with such a database: to go on would build other blocks at final heights.
 */
export function resumeSigning({ store, ledger, signState, log, isSolo }: ResumeDeps): void {
  const last = signState.last.attestation;
  if (last === undefined) return;
  if (store.blocks.byHash(last.target.hash) === undefined) {
    const lost = `the block of height ${last.target.height} that this node has voted for is not in it`;
    if (isSolo) throw new Error(`The chain database has lost blocks: ${lost}. Restore the newest copy of chain.db`);
    log.warn({ height: last.target.height }, "chain: the database is older than the sign-state, waiting for peers");
    return;
  }
  if (last.target.height <= ledger.final.height) return;
  const signature = signState.signAttestation(last);
  if (signature !== undefined) ledger.vote({ attestation: last, signature });
}
