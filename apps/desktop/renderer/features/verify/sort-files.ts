import { blobSource, kindBeside, MAX_BOOK_BYTES, MAX_CERTIFICATE_FILE_BYTES } from "@lucid/proof";
import { certificatesOf } from "./identity/certificates-of.ts";

/** What a dropped file is, by its first bytes; its name is not asked. A video may carry a bundle. */
export type FileKind =
  | "bundle"
  | "receipt"
  | "network-proof"
  | "time-proof"
  | "witness-proof"
  | "chunk-proof"
  | "genesis"
  | "chunk"
  | "own"
  | "unknown";

/** A JSON document of more bytes is none of ours. */
const MAX_JSON_BYTES = 4_194_304;
const BUNDLE_START = "lucid.json\0";
const CHUNK_START = "LUCIDCHK";
/** The first box of an MP4, behind its size. */
const VIDEO_START = "ftyp";
/** A certificate in PEM, behind any other text, or in DER. */
const CERTIFICATE_START = /^0|-----BEGIN CERTIFICATE-----/;

export async function kindOf(file: Blob): Promise<FileKind> {
  const start = await file.slice(0, 16).text();
  if (start.startsWith(BUNDLE_START) || start.slice(4).startsWith(VIDEO_START)) return "bundle";
  if (start.startsWith(CHUNK_START)) return "chunk";
  const beside = await kindBeside(blobSource(file));
  if (beside !== undefined) return beside;
  if (await isOwn(file)) return "own";
  if (!start.startsWith("{") || file.size > MAX_JSON_BYTES) return "unknown";
  const text = await file.text();
  // The canonical form puts "format" in no fixed place, but writes it without spaces.
  if (text.includes('"format":"lucid-chunk-proof"')) return "chunk-proof";
  return text.includes('"format":"lucid-genesis"') ? "genesis" : "unknown";
}

/** Of the reader's own address book: a certificate of an authority, or a whole book. */
async function isOwn(file: Blob): Promise<boolean> {
  if (file.size > Math.max(MAX_BOOK_BYTES, MAX_CERTIFICATE_FILE_BYTES)) return false;
  const text = await file.text();
  if (/"format"\s*:\s*"lucid-known"/.test(text)) return true;
  return CERTIFICATE_START.test(text) && (await certificatesOf(file)).length > 0;
}

export interface Sorted {
  /** Each is checked by itself. A file of no known kind is among them, so that the verifier says what is wrong with it. */
  readonly bundles: readonly File[];
  /** The one of them that the receipt and the proofs of network, time and witnesses are compared with. */
  readonly recording?: File;
  readonly receipts: readonly File[];
  readonly networkProof?: File;
  readonly timeProof?: File;
  /** It goes with the network proof. */
  readonly witnessProof?: File;
  readonly proofs: readonly File[];
  /** For the proofs. */
  readonly genesis?: File;
  /** To compare with the one proof. */
  readonly chunk?: File;
  /** What belongs to nothing that came with it: nobody checks it. */
  readonly left: readonly File[];
  /** What belongs into the reader's address book. */
  readonly own: readonly File[];
}

export const NO_FILES: Sorted = { bundles: [], receipts: [], proofs: [], left: [], own: [] };

/** Sorts files that came together, and what still waits of before for what belongs to it. */
export async function sortFiles(files: readonly File[], held: Sorted = NO_FILES): Promise<Sorted> {
  const kinds = await Promise.all(files.map(kindOf));
  const of: FilesOf = (...wanted) => files.filter((_file, place) => wanted.includes(kinds[place] as FileKind));
  const book = of("own");
  if (book.length > 0 && book.length === files.length) return { ...held, own: book };
  const { left: notCompared, ...compared } = sortRecordings(of, held);
  const isOfBundles =
    compared.bundles.length + compared.receipts.length > 0 ||
    compared.networkProof !== undefined ||
    compared.timeProof !== undefined ||
    compared.witnessProof !== undefined;
  const before = isOfBundles ? NO_FILES : held;
  const own = of("chunk-proof");
  const proofs = own.length > 0 ? own : before.proofs;
  const [genesis = before.genesis, ...otherGeneses] = of("genesis");
  const [chunk = before.chunk, ...otherChunks] = of("chunk");
  // A bundle brings along what it needs, and which chunk is that of which proof nobody can tell from the files' names.
  const hasOnlyBundles = proofs.length === 0 && isOfBundles;
  const takesChunk = !hasOnlyBundles && proofs.length <= 1;
  const left = [...(hasOnlyBundles ? [genesis] : []), ...otherGeneses, ...(takesChunk ? [] : [chunk]), ...otherChunks];
  return {
    ...compared,
    proofs,
    ...(genesis && !hasOnlyBundles && { genesis }),
    ...(chunk && takesChunk && { chunk }),
    left: [...notCompared, ...left.filter((file) => file !== undefined)],
    own: book,
  };
}

type FilesOf = (...wanted: readonly FileKind[]) => File[];

type SortedRecordings = Pick<
  Sorted,
  "bundles" | "recording" | "receipts" | "networkProof" | "timeProof" | "witnessProof" | "left"
>;

/**
 * Recordings, and what goes beside one. Of several nobody can tell from the files' names which of them a receipt or a proof of
 * network, time or witnesses is of. What came before waits for the other half of a pair, and no longer.
 */
function sortRecordings(of: FilesOf, held: Sorted): SortedRecordings {
  const own = of("bundle", "unknown");
  const ownReceipts = of("receipt");
  const [ownProofs, ownTimes, ownSeen] = [of("network-proof"), of("time-proof"), of("witness-proof")];
  const ownBeside = [...ownReceipts, ...ownProofs, ...ownTimes, ...ownSeen];
  const isBesideOnly = own.length === 0 && ownBeside.length > 0;
  const [first, ...others] = of("bundle");
  const recording = isBesideOnly ? held.recording : others.length === 0 ? first : undefined;
  const waits = isBesideOnly || (recording !== undefined && held.recording === undefined);
  const receipts = ownReceipts.length > 0 || !waits ? ownReceipts : held.receipts;
  const [networkProof = waits ? held.networkProof : undefined, ...moreProofs] = ownProofs;
  const [timeProof = waits ? held.timeProof : undefined, ...moreTimes] = ownTimes;
  const [witnessProof = waits ? held.witnessProof : undefined, ...moreSeen] = ownSeen;
  // Alone, it waits for its recording.
  const isTaken = recording !== undefined || isBesideOnly;
  return {
    bundles: isBesideOnly && recording ? [recording] : own,
    receipts,
    ...(recording && { recording }),
    ...(networkProof && isTaken && { networkProof }),
    ...(timeProof && isTaken && { timeProof }),
    ...(witnessProof && isTaken && { witnessProof }),
    left: [
      ...(isTaken ? [] : [networkProof, timeProof, witnessProof].filter((file) => file !== undefined)),
      ...[...moreProofs, ...moreTimes, ...moreSeen],
    ],
  };
}
