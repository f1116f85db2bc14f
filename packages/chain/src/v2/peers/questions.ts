import type { Connection, Stream } from "@libp2p/interface";
import type { Clock } from "@lucid/foundation";
import { canonicalBytes } from "@lucid/proof";
import { createDeadline } from "./deadline.ts";
import { FrameFault, readFrames, writeFrames } from "./framed-stream.ts";
import type { Fault } from "./standing.ts";
import { answerLimits, MAX_QUESTION_BYTES, type Question, readQuestion } from "./wire.ts";

/** A question is one small frame; whoever needs longer for it keeps a stream open for nothing. */
const QUESTION_MS = 5_000;
/** An answer has two megabytes at most. */
const ANSWER_MS = 20_000;

export type Asked =
  | { readonly kind: "answered"; readonly frames: readonly Uint8Array[] }
  | { readonly kind: "failed"; readonly fault: Fault };

/** What bounds a conversation in time. */
interface Bounds {
  readonly clock: Clock;
  /** How many times the time of others the peer is given: one whose machine is busy needs it. */
  readonly patience: number;
  readonly stopped: AbortSignal;
}

/** Asks one peer. What comes back is within the limits of the question, and nothing else is known of it. */
export async function ask(
  connection: Connection,
  protocol: string,
  question: Question,
  { maxBlockBytes, clock, patience, stopped }: Bounds & { readonly maxBlockBytes: number },
): Promise<Asked> {
  using deadline = createDeadline(clock, patience * ANSWER_MS);
  const signal = AbortSignal.any([stopped, deadline.signal]);
  let stream: Stream | undefined;
  try {
    stream = await connection.newStream(protocol, { signal });
    const answer = readFrames(stream, answerLimits(question, maxBlockBytes), { signal, until: "end" });
    await Promise.all([answer, writeFrames(stream, [canonicalBytes(question)], signal)]);
    await stream.close({ signal });
    return { kind: "answered", frames: await answer };
  } catch (error) {
    stream?.abort(error instanceof Error ? error : new Error("the question failed"));
    return { kind: "failed", fault: error instanceof FrameFault ? "malformed" : "no_answer" };
  }
}

export interface AnswerDeps extends Bounds {
  /** Undefined where the peer has asked for more than it may. */
  readonly answer: (question: Question) => readonly Uint8Array[] | undefined;
  readonly blame: (fault: Fault) => void;
}

/** Answers the one question of a stream. Returns whether it was asked, and its answer read, in time. */
export async function answerStream(stream: Stream, { answer, blame, clock, patience, stopped }: AnswerDeps): Promise<boolean> {
  const fail = (fault: Fault): boolean => {
    stream.abort(new Error(fault));
    if (!stopped.aborted) blame(fault);
    return false;
  };
  let question: Question | undefined;
  using asking = createDeadline(clock, patience * QUESTION_MS);
  try {
    const signal = AbortSignal.any([stopped, asking.signal]);
    const [bytes] = await readFrames(stream, { frames: 1, bytes: MAX_QUESTION_BYTES }, { signal, until: "first" });
    // A node that goes away before it has asked has done nothing wrong.
    if (bytes === undefined) return false;
    question = readQuestion(bytes);
  } catch (error) {
    // Whoever goes away in the middle of it neither.
    if (error instanceof FrameFault) return fail("malformed");
    return asking.signal.aborted && fail("stalled");
  }
  if (question === undefined) return fail("malformed");
  const frames = answer(question);
  if (frames === undefined) return fail("flood");
  using reading = createDeadline(clock, patience * ANSWER_MS);
  const signal = AbortSignal.any([stopped, reading.signal]);
  try {
    await writeFrames(stream, frames, signal);
    await stream.close({ signal });
    return true;
  } catch {
    // The asker went away, or it does not read: it pays for the second when it did not say so.
    return stream.status === "open" && fail("stalled");
  }
}
