import type { Connection, Stream } from "@libp2p/interface";
import { canonicalBytes } from "@lucid/proof";
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

/** Asks one peer. What comes back is within the limits of the question, and nothing else is known of it. */
export async function ask(
  connection: Connection,
  protocol: string,
  question: Question,
  { maxBlockBytes, stopped }: { readonly maxBlockBytes: number; readonly stopped: AbortSignal },
): Promise<Asked> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_MS)]);
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

export interface AnswerDeps {
  /** Undefined where the peer has asked for more than it may. */
  readonly answer: (question: Question) => readonly Uint8Array[] | undefined;
  readonly blame: (fault: Fault) => void;
  readonly stopped: AbortSignal;
}

/** Answers the one question of a stream. */
export async function answerStream(stream: Stream, { answer, blame, stopped }: AnswerDeps): Promise<void> {
  const fail = (fault: Fault): void => {
    stream.abort(new Error(fault));
    if (!stopped.aborted) blame(fault);
  };
  let question: Question | undefined;
  const deadline = AbortSignal.timeout(QUESTION_MS);
  try {
    const signal = AbortSignal.any([stopped, deadline]);
    const [bytes] = await readFrames(stream, { frames: 1, bytes: MAX_QUESTION_BYTES }, { signal, until: "first" });
    // A node that goes away before it has asked has done nothing wrong.
    if (bytes === undefined) return;
    question = readQuestion(bytes);
  } catch (error) {
    // Whoever goes away in the middle of it neither.
    if (error instanceof FrameFault) fail("malformed");
    else if (deadline.aborted) fail("stalled");
    return;
  }
  if (question === undefined) return fail("malformed");
  const frames = answer(question);
  if (frames === undefined) return fail("flood");
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_MS)]);
  try {
    await writeFrames(stream, frames, signal);
    await stream.close({ signal });
  } catch {
    // The asker went away, or it does not read: it pays for the second when it did not say so.
    if (stream.status === "open") fail("stalled");
  }
}
