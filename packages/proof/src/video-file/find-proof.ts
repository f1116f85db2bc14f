import { readExactly } from "../bundle/archive-reader.ts";
import type { ByteSource } from "../byte-source.ts";
import { equalBytes } from "../encoding/bytes.ts";
import { fromUtf8 } from "../encoding/utf8.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { viewOf } from "../video/boxes.ts";
import {
  DATA_HEAD_BYTES,
  dataHead,
  FILE_TYPE,
  PROOF_BOX_ID,
  PROOF_BOX_VERSION,
  PROOF_CHUNK_BYTES,
  PROOF_HEAD_BYTES,
} from "./video-layout.ts";

/** Part of a file. */
export interface Span {
  readonly offset: number;
  readonly size: number;
}

/** Where the parts of a video that carries its proof are. */
export interface VideoPlaces {
  /** The whole movie box. */
  readonly movie: Span;
  /** The samples, without the head of their box. */
  readonly data: Span;
  /** The list of chunks: index and salt of each. */
  readonly chunks: Span & { readonly count: number };
  readonly bundle: Span;
}

/** Boxes of a file that are looked at: one that carries a proof has four. */
const MAX_BOXES = 64;
const MIN_BOX_BYTES = 8;
const LARGE_BOX_BYTES = 16;

/**
 * Finds the proof in an MP4: undefined when there is none among its first boxes. Refuses a file that has one and is not
 * exactly the four boxes that such a file is made of.
 */
export async function findProof(source: ByteSource): Promise<Outcome<VideoPlaces | undefined>> {
  const boxes: FileBox[] = [];
  let hasProof = false;
  for (let at = 0; boxes.length < MAX_BOXES; ) {
    const box = await readBox(source, at);
    if (box === undefined) break;
    if (box.size > source.size - at) return failed("truncated", { detail: `in the box ${JSON.stringify(box.type)}` });
    if (box.isProof) hasProof = true;
    boxes.push(box);
    at += box.size;
  }
  return hasProof ? placesOf(source, boxes) : passed(undefined);
}

interface FileBox extends Span {
  readonly type: string;
  readonly isProof: boolean;
}

/** The box at `offset`; undefined when no box begins there. A box without a size reaches to the end. */
async function readBox(source: ByteSource, offset: number): Promise<FileBox | undefined> {
  const head = await readExactly(source, offset, Math.min(MIN_BOX_BYTES + PROOF_BOX_ID.length, source.size - offset));
  if (head.length < MIN_BOX_BYTES) return undefined;
  const type = fromUtf8(head.subarray(4, 8)) ?? "";
  const said = viewOf(head).getUint32(0);
  const isProof = type === "uuid" && equalBytes(head.subarray(MIN_BOX_BYTES), PROOF_BOX_ID);
  if (said === 0) return { type, isProof, offset, size: source.size - offset };
  if (said !== 1) return said < MIN_BOX_BYTES ? undefined : { type, isProof, offset, size: said };
  if (head.length < LARGE_BOX_BYTES) return undefined;
  const size = Number(viewOf(head).getBigUint64(MIN_BOX_BYTES));
  return size < LARGE_BOX_BYTES ? undefined : { type, isProof: false, offset, size };
}

async function placesOf(source: ByteSource, boxes: readonly FileBox[]): Promise<Outcome<VideoPlaces>> {
  const [kind, movie, data, proof] = boxes;
  if (boxes.map(({ type }) => type).join() !== "ftyp,moov,mdat,uuid" || !kind || !movie || !data || !proof)
    return failed("video-form", { detail: "other boxes than ftyp, moov, mdat and uuid" });
  if (proof.offset + proof.size !== source.size) return failed("video-form", { detail: "bytes behind the proof" });
  const intro = await readExactly(source, kind.offset, Math.min(kind.size, FILE_TYPE.length + 1));
  if (!equalBytes(intro, FILE_TYPE)) return failed("video-form", { detail: "ftyp" });
  const dataSize = data.size - DATA_HEAD_BYTES;
  const start = await readExactly(source, data.offset, DATA_HEAD_BYTES);
  if (!equalBytes(start, dataHead(BigInt(dataSize)))) return failed("video-form", { detail: "head of mdat" });
  return placesIn(source, { movie, data: { offset: data.offset + DATA_HEAD_BYTES, size: dataSize } }, proof);
}

/** What is in the box of the proof: version, number of chunks, their list, and the bundle to its end. */
async function placesIn(
  source: ByteSource,
  found: Pick<VideoPlaces, "movie" | "data">,
  proof: Span,
): Promise<Outcome<VideoPlaces>> {
  const short = failed("video-form", { detail: "the proof is too short" });
  if (proof.size < PROOF_HEAD_BYTES) return short;
  const view = viewOf(await readExactly(source, proof.offset, PROOF_HEAD_BYTES));
  if (view.getUint32(0) !== proof.size) return failed("video-form", { detail: "size of the proof" });
  if (view.getUint32(24) !== PROOF_BOX_VERSION) return failed("video-form", { detail: `version ${view.getUint32(24)}` });
  const count = view.getUint32(28);
  const bundleSize = proof.size - PROOF_HEAD_BYTES - count * PROOF_CHUNK_BYTES;
  if (bundleSize < 0) return short;
  const chunks = { offset: proof.offset + PROOF_HEAD_BYTES, size: count * PROOF_CHUNK_BYTES, count };
  return passed({ ...found, chunks, bundle: { offset: chunks.offset + chunks.size, size: bundleSize } });
}

/** A part of a file, read as a file of its own. */
export const partOf = (source: ByteSource, { offset, size }: Span): ByteSource => ({
  size,
  read: (from, length, memory) => source.read(offset + from, length, memory),
});
