import { readExactly } from "../bundle/archive-reader.ts";
import type { ByteSource } from "../byte-source.ts";
import { MAX_NETWORK_PROOF_BYTES, openNetworkProof } from "../chain-v2/network-proof.ts";
import type { TimeProofJudgement } from "../time/judge-time-proof.ts";
import { MAX_TIME_PROOF_BYTES } from "../time/time-proof.ts";
import { MAX_WITNESS_PROOF_BYTES } from "../witness/witness-proof.ts";
import { MAX_RECEIPT_BYTES } from "./deletion-receipt.ts";
import type { Judgement } from "./judge-bundle.ts";
import { type JudgeNetworkProofOptions, judgeNetworkProof, type NetworkProofJudgement } from "./judge-network-proof.ts";
import { type JudgeReceiptOptions, judgeReceipt, type ReceiptJudgement } from "./judge-receipt.ts";
import { type JudgeWitnessesOptions, judgeWitnessProof, type WitnessProofJudgement } from "./judge-witness-proof.ts";
import type { Pins } from "./pins.ts";
import type { BundleFacts } from "./verdict.ts";

/** Files that belong together. */
export interface GivenFiles<Source extends ByteSource = ByteSource> {
  /** A bundle, or a video that carries one. */
  readonly recording?: Source | undefined;
  /** A deletion receipt, which must be about the recording where there is one. */
  readonly receipt?: ByteSource | undefined;
  /** Why a network of nodes made the recording final. */
  readonly networkProof?: ByteSource | undefined;
  /** What authorities outside of the network say of the time of the recording's block. */
  readonly timeProof?: ByteSource | undefined;
  /** Which witnesses saw the history of the network that the network proof is of: it goes with that one. */
  readonly witnessProof?: ByteSource | undefined;
}

/**
 * What is said of each. Beside a recording that does not verify, and of a network or time proof without one, nothing is; but where the recording is
 * refused because the proof of the expected network does not hold, that is said as well. Nothing is said of a witness proof whose network proof does not hold.
 */
export interface JudgedFiles {
  readonly recording?: Judgement;
  readonly receipt?: ReceiptJudgement;
  readonly network?: NetworkProofJudgement;
  readonly time?: TimeProofJudgement;
  readonly witnesses?: WitnessProofJudgement;
}

export interface JudgeTimesOptions {
  /** As that of `loadTimeStamps`: who has no time proof does not load what it takes. */
  readonly judgeTimeProof?: ((bytes: Uint8Array, recording: BundleFacts) => Promise<TimeProofJudgement>) | undefined;
}

/**
 * Judges files together: `judgeRecording` as any bundle, the others beside what was found of it. A reader who expects a network expects that
 * of the bundle's own blocks or that of the network proof: a proof that holds stands for the recording.
 */
export async function judgeFiles<Source extends ByteSource>(
  { recording, receipt, networkProof, timeProof, witnessProof }: GivenFiles<Source>,
  judgeRecording: (recording: Source, asked: { readonly pins: Pins }) => Promise<Judgement>,
  reader: Omit<JudgeReceiptOptions, "recording"> & JudgeNetworkProofOptions & JudgeTimesOptions & JudgeWitnessesOptions = {},
): Promise<JudgedFiles> {
  if (recording === undefined) return receipt === undefined ? {} : { receipt: await judgeOne(receipt, reader) };
  const { pins = {} } = reader;
  const opened = networkProof && openNetworkProof(await bytesUpTo(networkProof, MAX_NETWORK_PROOF_BYTES));
  const isOfProof = opened?.ok === true && pins.networks?.includes(opened.value.network.hash) === true;
  const alone = await judgeRecording(recording, { pins });
  const standsForIt = isOfProof && !alone.verified && alone.code === "network-untrusted";
  const judgement = standsForIt ? await judgeRecording(recording, { pins: { ...pins, networks: undefined } }) : alone;
  if (!judgement.verified) return { recording: judgement };
  const { facts } = judgement;
  const network = opened && judgeNetworkProof(opened, facts, reader);
  if (standsForIt && network?.verified === false) return { recording: alone, network };
  return {
    recording: judgement,
    ...(receipt && { receipt: await judgeOne(receipt, { ...reader, recording: facts }) }),
    ...(network && { network }),
    ...(witnessProof &&
      network?.verified && {
        witnesses: judgeWitnessProof(await bytesUpTo(witnessProof, MAX_WITNESS_PROOF_BYTES), network.facts, reader),
      }),
    ...(timeProof && { time: await judgeTimes(timeProof, facts, reader) }),
  };
}

async function judgeTimes(
  file: ByteSource,
  recording: BundleFacts,
  { judgeTimeProof }: JudgeTimesOptions,
): Promise<TimeProofJudgement> {
  if (judgeTimeProof === undefined) throw new TypeError("judgeFiles: a time proof, and nothing that judges it");
  return judgeTimeProof(await bytesUpTo(file, MAX_TIME_PROOF_BYTES), recording);
}

const OPENING_BRACE = 0x7b;
/** A document is looked through in pieces; what names its format is never longer than the overlap of two. */
const PIECE_BYTES = 65_536;
const OVERLAP_BYTES = 128;

export type KindBeside = "receipt" | "network-proof" | "time-proof" | "witness-proof";

/** What a file is that goes beside a recording, by the format that it names in whatever form; undefined for any other. */
export async function kindBeside(source: ByteSource): Promise<KindBeside | undefined> {
  const [first] = await bytesUpTo(source, 0);
  if (first !== OPENING_BRACE) return undefined;
  const end = Math.min(source.size, MAX_NETWORK_PROOF_BYTES + 1);
  for (let at = 0; at < end; at += PIECE_BYTES - OVERLAP_BYTES) {
    const piece = String.fromCharCode(...(await readExactly(source, at, Math.min(PIECE_BYTES, end - at))));
    const format = /"format"\s*:\s*"lucid-(network-proof|time-proof|witness-proof|deletion-receipt)"/.exec(piece)?.[1];
    if (format === "network-proof" || format === "time-proof" || format === "witness-proof") return format;
    if (format !== undefined && at <= MAX_RECEIPT_BYTES) return "receipt";
  }
  return undefined;
}

const judgeOne = async (receipt: ByteSource, options: JudgeReceiptOptions): Promise<ReceiptJudgement> =>
  judgeReceipt(await bytesUpTo(receipt, MAX_RECEIPT_BYTES), options);

/** With one byte more than there may be, so that a longer document is refused as that. */
const bytesUpTo = (source: ByteSource, most: number): Promise<Uint8Array> =>
  readExactly(source, 0, Math.min(source.size, most + 1));
