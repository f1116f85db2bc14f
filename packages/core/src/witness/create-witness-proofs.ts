import { canonicalJson, utf8, witness } from "@lucid/proof";
import type { SteadyTime } from "../ground/index.ts";
import type { FinalRecordings } from "../network/index.ts";
import type { History } from "./history.ts";
import type { OfferRepository, OfferRow } from "./offer-repository.ts";
import type { ProofRepository } from "./proof-repository.ts";

/** A round that more witnesses joined takes the place of the first for so long: afterwards the earlier time is worth more. */
const BETTER_WITHIN_MS = 3_600_000;
/** Proofs that are made at once: a few hundredths of a second. */
const AT_ONCE = 200;

export interface WitnessProofsDeps {
  readonly steady: SteadyTime;
  readonly offers: Pick<OfferRepository, "find">;
  readonly proofs: ProofRepository;
  readonly recordings: FinalRecordings;
  /** Of the settings: whose cosignatures are put together. */
  readonly urls: readonly string[];
}

/** What several witnesses cosigned of one tree, as one note. */
interface Cosigned {
  readonly size: number;
  readonly witnesses: number;
  /** Who offered it: whatever key this node has by now. */
  readonly member: string;
  readonly note: string;
}

/** Keeps, for each recording that the network has made final, the first checkpoint that witnesses cosigned over its block. */
export function createWitnessProofs({ steady, offers, proofs, recordings, urls }: WitnessProofsDeps) {
  /** What had been there when everything was kept that could be. */
  let done: string | undefined;

  const rowsOf = (network: string): readonly OfferRow[] =>
    urls.flatMap((url) => offers.find(network, url) ?? []).filter(({ size }) => size > 0);
  const stateOf = (network: string): string =>
    JSON.stringify([network, recordings.count(network), rowsOf(network).map(({ size }) => size)]);

  /** The largest number of witnesses first, of one number the earliest tree. */
  function cosignedIn(network: string): readonly Cosigned[] {
    const bySize = Map.groupBy(rowsOf(network), ({ size }) => size);
    return [...bySize]
      .flatMap(([size, rows]) => noteOf(size, rows) ?? [])
      .toSorted((one, other) => other.witnesses - one.witnesses || one.size - other.size);
  }

  function isOpen(network: string, sessionId: string, most: number): boolean {
    const row = proofs.find(network, sessionId);
    return row === undefined || (row.witnesses < most && steady.now() < row.first_at + BETTER_WITHIN_MS);
  }

  function keepOne(sessionId: string, history: History, all: readonly Cosigned[]): boolean {
    const { network } = history;
    const height = recordings.height(network, sessionId);
    const best = height === undefined ? undefined : all.find(({ size }) => size >= height && size <= history.head().size);
    if (height === undefined || best === undefined) return false;
    const row = proofs.find(network, sessionId);
    if (row !== undefined && row.witnesses >= best.witnesses) return false;
    const proof: witness.WitnessProof = {
      ...{ format: "lucid-witness-proof", version: 1, network, member: best.member, checkpoint: best.note },
      path: [...history.inclusion(height, best.size)],
    };
    const first_at = row?.first_at ?? steady.now();
    proofs.keep({ network, session_id: sessionId, witnesses: best.witnesses, first_at, document: canonicalJson(proof) });
    return true;
  }

  return {
    /** Whether something may be there that is not kept yet. */
    isDue: (network: string): boolean => rowsOf(network).length > 0 && done !== stateOf(network),
    /** Keeps what there is, in pieces: called again and again until nothing is due. */
    keep(history: History): void {
      const { network } = history;
      const [state, all] = [stateOf(network), cosignedIn(network)];
      const most = all[0]?.witnesses ?? 0;
      const open = recordings.sessions(network).filter((id) => isOpen(network, id, most));
      let kept = 0;
      for (const id of open) {
        if (kept === AT_ONCE) return;
        if (keepOne(id, history, all)) kept += 1;
      }
      done = state;
    },
  };
}
export type WitnessProofs = ReturnType<typeof createWitnessProofs>;

/** One note with the member's own signature, as it is in the first, and each cosignature. The same tree is the same text. */
function noteOf(size: number, rows: readonly OfferRow[]): Cosigned | undefined {
  const read = rows.flatMap(({ checkpoint }) => {
    const note = witness.readCheckpoint(utf8(checkpoint));
    return note.ok ? [note.value] : [];
  });
  const [first] = read;
  if (first === undefined) return undefined;
  const same = read.filter(({ text }) => text === first.text);
  const own = first.signatures.filter(({ name }) => name === first.origin);
  const others = same.flatMap(({ signatures }) => signatures.filter(({ name }) => name !== first.origin));
  const member = first.origin.slice(first.origin.lastIndexOf("/") + 1);
  return { size, witnesses: same.length, member, note: witness.writeNote({ text: first.text, signatures: [...own, ...others] }) };
}
