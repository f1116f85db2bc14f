import type { NetworkProofFacts } from "../chain-v2/network-proof.ts";
import type { Failure } from "../outcome.ts";
import { writeVerifierKey as idOf, keyIdOf, type NoteKey } from "../witness/signed-note.ts";
import { verifyWitnessProof, type WitnessProofFacts } from "../witness/witness-proof.ts";
import { type AddressBook, emptyBook, witnessesIn, witnessKey } from "./address-book/address-book.ts";
import { readerReasons } from "./pins.ts";
import { READER_TOLERANCE_MS } from "./reader-tolerance.ts";
import { describeWitnessProof } from "./words/describe-witness-proof.ts";

/** One of the reader's own witnesses that saw the history of the network. */
export interface WitnessSight {
  readonly witness: NoteKey;
  /** Eight hex digits that tell its key from others of its name. */
  readonly keyId: string;
  /** By its own clock, Unix milliseconds. */
  readonly atMs: number;
  /** The reader's own name for it; null where the address book has none. */
  readonly known: string | null;
  /** By how much it is dated after the reader's clock, in milliseconds; 0 where it is not. */
  readonly aheadMs: number;
  /** By how much the recording's block is dated after this witness saw it; 0 where it is not. */
  readonly blockAfterMs: number;
}

/** A witness proof that holds beside its recording, for one reader. */
export interface WitnessProofAcceptance {
  readonly verified: true;
  readonly facts: Omit<WitnessProofFacts, "seen" | "cosigners"> & {
    /** Signatures by none of the reader's witnesses, as they name themselves: none is checked. */
    readonly strangers: WitnessProofFacts["cosigners"];
  };
  /** The earliest first. */
  readonly seen: readonly WitnessSight[];
  /** Witnesses of whom the reader has the key. */
  readonly asked: number;
  /** The same in sentences. */
  readonly said: readonly string[];
}

export type WitnessProofRefusal = { readonly verified: false } & (
  | Failure
  | { readonly code: "witness-unexpected"; readonly reason: string; readonly detail?: string }
);
export type WitnessProofJudgement = WitnessProofAcceptance | WitnessProofRefusal;

export interface JudgeWitnessesOptions {
  readonly book?: AddressBook | undefined;
  /** Witnesses of which one must have seen it. */
  readonly expectedWitnesses?: readonly NoteKey[] | undefined;
  /** The reader's own clock, Unix milliseconds. */
  readonly nowMs?: number | undefined;
}

const UNEXPECTED = { code: "witness-unexpected", reason: readerReasons["witness-unexpected"] } as const;

/** Checks for one reader which witnesses saw the history of a network, whose network proof has been verified. */
export function judgeWitnessProof(
  bytes: Uint8Array,
  network: NetworkProofFacts,
  { book = emptyBook, expectedWitnesses, nowMs }: JudgeWitnessesOptions = {},
): WitnessProofJudgement {
  const names = new Map(witnessesIn(book).map(({ verifier_key, name }) => [verifier_key, name]));
  const keys = new Map([...names.keys()].flatMap((text) => witnessKey(text) ?? []).map((key) => [idOf(key), key]));
  for (const key of expectedWitnesses ?? []) keys.set(idOf(key), key);
  const block = { network: network.network.hash, height: network.height, hash: network.blockHash };
  const checked = verifyWitnessProof(bytes, block, [...keys.values()]);
  if (!checked.ok) return { verified: false, ...checked.failure };
  const { seen: found, cosigners, ...about } = checked.value;
  const isOwn = new Set([...keys.values()].map((key) => `${key.name} ${keyIdOf(key)}`));
  const facts = { ...about, strangers: cosigners.filter(({ name, keyId }) => !isOwn.has(`${name} ${keyId}`)) };
  const expected = expectedWitnesses && new Set(expectedWitnesses.map(idOf));
  if (expected && !found.some(({ witness }) => expected.has(idOf(witness)))) return { verified: false, ...UNEXPECTED };
  const seen = found
    .map(({ witness, at }): WitnessSight => {
      const atMs = at * 1_000;
      return {
        ...{ witness, keyId: keyIdOf(witness), atMs, known: names.get(idOf(witness)) ?? null },
        aheadMs: nowMs === undefined ? 0 : beyondTolerance(atMs - nowMs),
        blockAfterMs: beyondTolerance(network.time * 1_000 - atMs),
      };
    })
    .toSorted((one, other) => one.atMs - other.atMs);
  const judged = { facts, seen, asked: keys.size };
  return { verified: true, ...judged, said: describeWitnessProof(judged) };
}

const beyondTolerance = (ms: number): number => (ms > READER_TOLERANCE_MS ? ms : 0);
