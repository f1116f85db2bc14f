import type { Failure } from "../outcome.ts";
import { type AddressBook, authoritiesIn, certificateBytes, emptyBook, nameIn } from "../verify/address-book/address-book.ts";
import { READER_TOLERANCE_MS } from "../verify/reader-tolerance.ts";
import { describeTimeProof } from "../verify/words/describe-time-proof.ts";
import { readCertificate } from "./certificates.ts";
import type { AuthorityCertificate } from "./check-stamp.ts";
import type { Subtle } from "./signatures.ts";
import type { StampedRecording } from "./time-proof.ts";
import { type TimeReaderCode, timeReaderReasons } from "./time-reader-reasons.ts";
import { type CheckedStamp, type CheckedTimeProof, verifyTimeProof } from "./verify-time-proof.ts";

/** By how much two clocks may differ without a word. */
const TOLERANCE_MS = 60_000;
/** Stamps of one block that were asked for together are seconds apart. */
const DISAGREEMENT_MS = 3_600_000;

/** The same for one reader, with the reader's own name for the certificate that it leads to; null where the address book has none. */
export interface ReadStamp extends CheckedStamp {
  readonly pinned: (AuthorityCertificate & { readonly known: string | null }) | null;
}

export type TimeProofFacts = CheckedTimeProof<ReadStamp>;

/** What does not fit together, in milliseconds; 0 where it does. */
export interface TimeProofDoubts {
  /** A block is dated so long after a time at which an authority says that it existed. */
  readonly blockAfterStampMs: number;
  /** A stamp is so long after the reader's own clock. */
  readonly aheadMs: number;
  /** Two stamps of one block are so far apart. */
  readonly apartMs: number;
  /** The reader's names for authorities of the address book whose certificates cannot be read: they count for nothing. */
  readonly unreadable: readonly string[];
}

export interface TimeProofAcceptance {
  readonly verified: true;
  readonly facts: TimeProofFacts;
  readonly doubts: TimeProofDoubts;
  /** The same in sentences. */
  readonly said: readonly string[];
}

export type TimeProofRefusal = { readonly verified: false } & (
  | Failure
  | { readonly code: TimeReaderCode; readonly reason: string; readonly part?: undefined; readonly detail?: undefined }
);

export type TimeProofJudgement = TimeProofAcceptance | TimeProofRefusal;

export interface JudgeTimeProofOptions {
  /** What checks signatures: WebCrypto of the program or page. */
  readonly subtle?: Subtle | undefined;
  /** Certificates in DER of the authorities that the reader expects. Undefined where the reader asks for none: then those of the book are known. */
  readonly authorities?: readonly Uint8Array[] | undefined;
  readonly book?: AddressBook | undefined;
  /** The reader's own clock, Unix milliseconds. */
  readonly nowMs?: number | undefined;
}

/** Judges a time proof for one reader. @throws where a certificate of the reader's is none. */
export async function judgeTimeProof(
  bytes: Uint8Array,
  recording: StampedRecording,
  { subtle, authorities, book = emptyBook, nowMs }: JudgeTimeProofOptions,
): Promise<TimeProofJudgement> {
  if (subtle === undefined) return refused("signatures-unavailable");
  const own = authorities === undefined ? ofBook(book) : { certificates: authorities, unreadable: [] };
  const checked = await verifyTimeProof(bytes, recording, { subtle, authorities: own.certificates });
  if (!checked.ok) return { verified: false, ...checked.failure };
  const facts = { ...checked.value, stamps: checked.value.stamps.map((stamp) => namedBy(book, stamp)) };
  if (authorities !== undefined && facts.stamps.every(({ pinned }) => pinned === null)) return refused("authority-unexpected");
  const doubts = { ...doubtsOf(facts, nowMs), unreadable: own.unreadable };
  return { verified: true, facts, doubts, said: describeTimeProof(facts, doubts) };
}

const namedBy = (book: AddressBook, stamp: CheckedStamp): ReadStamp => ({
  ...stamp,
  pinned: stamp.pinned && { ...stamp.pinned, known: nameIn(book, "authority", stamp.pinned.sha256) ?? null },
});

/** What a book keeps has the form of a certificate's SHA-256 and bytes; whether these are a certificate is seen here. */
function ofBook(book: AddressBook): { readonly certificates: readonly Uint8Array[]; readonly unreadable: readonly string[] } {
  const certificates: Uint8Array[] = [];
  const unreadable: string[] = [];
  for (const { certificate, name } of authoritiesIn(book)) {
    const bytes = certificateBytes(certificate);
    if (isCertificate(bytes)) certificates.push(bytes);
    else unreadable.push(name);
  }
  return { certificates, unreadable };
}

function isCertificate(bytes: Uint8Array): boolean {
  try {
    return readCertificate(bytes).bytes === bytes;
  } catch {
    return false;
  }
}

const refused = (code: TimeReaderCode): TimeProofJudgement => ({ verified: false, code, reason: timeReaderReasons[code] });

function doubtsOf({ stamps }: TimeProofFacts, nowMs: number | undefined): Omit<TimeProofDoubts, "unreadable"> {
  const over = (ms: number, least: number): number => (ms > least ? ms : 0);
  const ahead = nowMs === undefined ? 0 : Math.max(...stamps.map(({ atMs }) => atMs)) - nowMs;
  const byBlock = Map.groupBy(stamps, ({ block }) => block.height).values();
  const apart = [...byBlock].map((same) => {
    const times = same.map(({ atMs }) => atMs);
    return Math.max(...times) - Math.min(...times);
  });
  return {
    blockAfterStampMs: over(Math.max(...stamps.map(({ lagMs }) => -lagMs)), TOLERANCE_MS),
    aheadMs: over(ahead, READER_TOLERANCE_MS),
    apartMs: over(Math.max(...apart), DISAGREEMENT_MS),
  };
}
