import { failed, type Outcome, passed } from "../outcome.ts";
import { readCertificate } from "./certificates.ts";
import { checkStamp, type StampFacts } from "./check-stamp.ts";
import type { Subtle } from "./signatures.ts";
import { linkStamps, readTimeProof, type StampedBlock, type StampedRecording } from "./time-proof.ts";

/** One stamp that holds. */
export interface CheckedStamp extends Omit<StampFacts, "nonce"> {
  readonly block: StampedBlock;
  /** From when the block says it was made to the latest that the stamp allows. Negative where it is dated after its stamp. */
  readonly lagMs: number;
}

/** What the stamps of a recording's chain say. */
export interface CheckedTimeProof<Stamp extends CheckedStamp = CheckedStamp> {
  readonly network: string;
  /** The block of the recording. */
  readonly height: number;
  readonly stamps: readonly Stamp[];
}

/** Checks every stamp of a time proof beside a recording that has been verified. */
export async function verifyTimeProof(
  bytes: Uint8Array,
  recording: StampedRecording,
  { subtle, authorities = [] }: { readonly subtle: Subtle; readonly authorities?: readonly Uint8Array[] | undefined },
): Promise<Outcome<CheckedTimeProof>> {
  const proof = readTimeProof(bytes);
  if (!proof.ok) return proof;
  const linked = linkStamps(proof.value, recording);
  if (!linked.ok) return linked;
  const pinned = authorities.map(readCertificate);
  const stamps: CheckedStamp[] = [];
  for (const { block, token } of linked.value) {
    const checked = await checkStamp(token, block.hash, { subtle, pinned });
    if (!checked.ok) return failed(checked.failure.code, { detail: placed(checked.failure.detail, block.height) });
    const { nonce: _nonce, ...facts } = checked.value;
    stamps.push({ ...facts, block, lagMs: facts.atMs + facts.accuracyMs - block.time * 1_000 });
  }
  return passed({ network: proof.value.network, height: recording.anchor.height, stamps });
}

const placed = (detail: string | undefined, height: number): string =>
  [`stamp of block ${height}`, detail].filter((part) => part !== undefined).join(": ");
