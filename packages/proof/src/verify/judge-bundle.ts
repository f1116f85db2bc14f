import { readExactly } from "../bundle/archive-reader.ts";
import { partNames } from "../bundle/layout.ts";
import type { ByteSource } from "../byte-source.ts";
import { equalBytes } from "../encoding/bytes.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { Manifest } from "../formats/manifest.ts";
import { type Failure, type Outcome, passed } from "../outcome.ts";
import type { VideoFacts } from "../video-file/check-pictures.ts";
import { findProof, type VideoPlaces } from "../video-file/find-proof.ts";
import { examineVideo } from "../video-file/verify-video.ts";
import { type AddressBook, emptyBook } from "./address-book/address-book.ts";
import { checkPins, type IdentityFacts, identify, isNobody, type Pins, type ReaderCode, readerReasons } from "./pins.ts";
import { READER_TOLERANCE_MS } from "./reader-tolerance.ts";
import type { BundleFacts, RefusedBundle, VerifiedBundle } from "./verdict.ts";
import { examineBundle, type VerifyBundleOptions } from "./verify-bundle.ts";
import { describeFacts } from "./words/describe-facts.ts";

/** The session that a refused bundle says it is of, and the chunks concerned. Nothing of it is proven. */
export interface ClaimedSession {
  readonly id: string;
  /** Times in milliseconds since 1970; `index` counts from 0. */
  readonly chunks: readonly { readonly index: number; readonly fromMs: number; readonly toMs: number }[];
}

/** What the reader gets told of a bundle that is not accepted. */
export interface Rejection extends Omit<Failure, "code"> {
  readonly verified: false;
  readonly code: Failure["code"] | ReaderCode;
  readonly chunks?: readonly number[];
  /** What the reader asked for, and what the bundle has in its place. */
  readonly expected?: readonly string[];
  readonly found?: string;
  readonly session?: ClaimedSession;
  /** Of a video whose bundle holds: which of its pictures are proven, and which are not. */
  readonly video?: VideoFacts;
}

export interface Acceptance extends VerifiedBundle {
  readonly identity: IdentityFacts;
}

export type Judgement = Acceptance | Rejection;

export interface JudgeBundleOptions extends Omit<VerifyBundleOptions, "networks"> {
  readonly pins?: Pins | undefined;
  readonly book?: AddressBook | undefined;
  /** The reader's own clock, Unix milliseconds: a block that is dated later is said to be. */
  readonly nowMs?: number | undefined;
}

/**
 * Verifies a bundle, or a video that carries one, for one reader: that the file is one at all, the proof itself, then whether it is of whom the reader
 * expects, and whom of it the reader knows. Rejects as `verifyBundle` does.
 */
export async function judgeBundle(
  source: ByteSource,
  { pins = {}, book = emptyBook, nowMs, ...options }: JudgeBundleOptions = {},
): Promise<Judgement> {
  const carrier = await findBundle(source);
  if (typeof carrier === "string") return rejection(carrier);
  if (!carrier.ok) return { verified: false, ...carrier.failure };
  const { places } = carrier.value;
  const asked = { ...options, networks: pins.networks };
  const { verdict, manifest } = await (places === undefined ? examineBundle(source, asked) : examineVideo(source, places, asked));
  if (!verdict.verified) return manifest === undefined ? verdict : explainRefusal(manifest, verdict, pins);
  const unexpected = checkPins(verdict.facts, pins);
  if (unexpected === undefined) {
    const facts = nowMs === undefined ? verdict.facts : seenAt(verdict.facts, nowMs);
    return accept({ ...verdict, facts }, identify(facts, pins, book));
  }
  const { code, expected, found } = unexpected;
  return { ...rejection(code), part: partNames.manifest, expected, found, session: { id: verdict.facts.sessionId, chunks: [] } };
}

/** The facts for a reader whose clock shows `nowMs`: what is dated later has not been made by then. */
function seenAt(facts: BundleFacts, nowMs: number): BundleFacts {
  const { bounds, anchor } = facts;
  const aheadMs = anchor.finalTime * 1_000 - nowMs;
  if (aheadMs <= READER_TOLERANCE_MS) return facts;
  return { ...facts, bounds: { ...bounds, doubts: [...bounds.doubts, { code: "block-ahead", ms: aheadMs }] } };
}

const accept = (verdict: VerifiedBundle, identity: IdentityFacts): Acceptance => ({
  ...verdict,
  ...describeFacts(verdict.facts, { isIdentified: !isNobody(identity), video: verdict.video }),
  identity,
});

const rejection = (code: ReaderCode): Rejection => ({ verified: false, code, reason: readerReasons[code] });

interface Carrier {
  /** Where the file is a video that carries the bundle. */
  readonly places?: VideoPlaces;
}

/** Whether a file is a bundle, or carries one. */
async function findBundle(source: ByteSource): Promise<ReaderCode | Outcome<Carrier>> {
  if (!(await beginsAsVideo(source))) return (await beginsAsBundle(source)) ? passed({}) : "not-a-bundle";
  const found = await findProof(source);
  if (!found.ok) return found;
  const places = found.value;
  return places === undefined ? "video-without-proof" : passed({ places });
}

/** An MP4 says so behind the size of its first box (ISO/IEC 14496-12, 4.3). */
async function beginsAsVideo(source: ByteSource): Promise<boolean> {
  return source.size >= 8 && equalBytes(await readExactly(source, 4, 4), utf8("ftyp"));
}

/** A bundle's first part has its name in the first bytes. A file that is shorter may be one that was cut off there. */
async function beginsAsBundle(source: ByteSource): Promise<boolean> {
  const start = utf8(`${partNames.descriptor}\0`);
  const length = Math.min(start.length, source.size);
  const bytes = await readExactly(source, 0, length);
  return length > 0 && bytes.every((byte, at) => byte === start[at]);
}

function explainRefusal({ session_id: id, chunks }: Manifest, verdict: RefusedBundle, { networks }: Pins): Rejection {
  const found = verdict.code === "network-untrusted" ? verdict.detail : undefined;
  const concerned = verdict.chunks ?? (verdict.chunk === undefined ? [] : [verdict.chunk]);
  return {
    ...verdict,
    ...(found === undefined || networks === undefined ? {} : { expected: networks, found }),
    session: {
      id,
      chunks: concerned.flatMap((index) => {
        const entry = chunks[index];
        return entry === undefined ? [] : [{ index, fromMs: entry.started_at_ms, toMs: entry.ended_at_ms }];
      }),
    },
  };
}
