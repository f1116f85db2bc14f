import type { SignatureCheck } from "../chain/signature-check.ts";
import { checkNetworkProof, type NetworkProofFacts, type OpenedNetworkProof } from "../chain-v2/network-proof.ts";
import type { Failure, Outcome } from "../outcome.ts";
import { type AddressBook, emptyBook, nameIn } from "./address-book/address-book.ts";
import type { Pins } from "./pins.ts";
import { READER_TOLERANCE_MS } from "./reader-tolerance.ts";
import type { BundleFacts } from "./verdict.ts";
import { describeNetworkProof, type NetworkProofReader } from "./words/describe-network-proof.ts";

/** A network proof that holds beside its recording, for one reader. */
export interface NetworkProofAcceptance extends NetworkProofReader {
  readonly verified: true;
  readonly facts: NetworkProofFacts;
  /** The same in sentences. */
  readonly said: readonly string[];
}

export type NetworkProofJudgement = NetworkProofAcceptance | ({ readonly verified: false } & Failure);

export interface JudgeNetworkProofOptions {
  readonly pins?: Pins | undefined;
  readonly book?: AddressBook | undefined;
  /** The reader's own clock, Unix milliseconds. */
  readonly nowMs?: number | undefined;
  /** A faster check of signatures that accepts exactly what `verifyObject` accepts. */
  readonly checkSignature?: SignatureCheck | undefined;
}

/** Checks for one reader why a network of nodes made a recording final, whose bundle has been verified. */
export function judgeNetworkProof(
  opened: Outcome<OpenedNetworkProof>,
  recording: BundleFacts,
  { pins = {}, book = emptyBook, nowMs, checkSignature }: JudgeNetworkProofOptions = {},
): NetworkProofJudgement {
  const checked = opened.ok ? checkNetworkProof(opened.value, recording, checkSignature) : opened;
  if (!checked.ok) return { verified: false, ...checked.failure };
  const facts = checked.value;
  const { hash } = facts.network;
  const ahead = nowMs === undefined ? 0 : facts.finalTime * 1_000 - nowMs;
  const reader = {
    name: nameIn(book, "network", hash) ?? null,
    isExpected: pins.networks?.includes(hash) ?? false,
    bundleNetwork: recording.network,
    aheadMs: ahead > READER_TOLERANCE_MS ? ahead : 0,
  };
  return { verified: true, facts, ...reader, said: describeNetworkProof(facts, reader) };
}
