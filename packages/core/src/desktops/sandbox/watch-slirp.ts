import { connect } from "node:net";
import { text } from "node:stream/consumers";
import type { Clock } from "@lucid/foundation";

const ASK_MS = 3_000;
/** It answers in a millisecond; on a machine that has much else to do it waits for its turn. */
const ANSWER_MS = 5_000;
/** One that goes unanswered may be a node that was stopped itself. */
const TRIES = 2;

/** The only question of slirp4netns's own interface that changes nothing (slirp4netns(1), API SOCKET). */
const QUESTION = JSON.stringify({ execute: "list_hostfwd" });

/**
 * Asks a slirp4netns whether it is there: the loop that answers is the one that forwards. One that hangs goes on having its process, its
 * device and its addresses, and carries nothing. `onAnswer` is told after each answer, and while none comes.
 */
export function watchSlirp(
  { clock }: { readonly clock: Pick<Clock, "after"> },
  options: { readonly socket: string; readonly onAnswer: (answers: boolean) => void },
): Disposable {
  let unanswered = 0;
  let isOver = false;
  let waiting: Disposable | undefined;

  async function ask(): Promise<void> {
    const socket = connect({ path: options.socket });
    using _deadline = clock.after(ANSWER_MS, () => socket.destroy());
    waiting = { [Symbol.dispose]: () => void socket.destroy() };
    socket.end(QUESTION);
    // Also where there is no socket any more: nobody answers.
    heard(await text(socket).catch(() => ""));
  }

  function heard(answer: string): void {
    if (isOver) return;
    unanswered = answer === "" ? unanswered + 1 : 0;
    waiting = clock.after(ASK_MS, () => void ask());
    if (unanswered === 0 || unanswered >= TRIES) options.onAnswer(unanswered === 0);
  }

  void ask();
  return {
    [Symbol.dispose]() {
      isOver = true;
      waiting?.[Symbol.dispose]();
    },
  };
}
