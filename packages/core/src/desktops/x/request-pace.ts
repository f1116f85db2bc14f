import type { Duplex } from "node:stream";
import type { Clock } from "@lucid/foundation";

/** Each request, and each answer and event of the display, is looked at on the node's main thread. A browser that scrolls comes to some thousand in a tenth of a second. */
const WINDOW_MS = 100;
const MAX_MESSAGES = 10_000;
/** Whoever had more than this in a window waits for the second half of the next one: the others are served first. */
const MANY_MESSAGES = 1_000;

export interface PacedClient extends Disposable {
  /** So many of its messages were looked at, in either direction. Where all are too many, every client waits for the next window. */
  spend(messages: number): void;
  mayGoOn(): boolean;
}

type Side = Pick<Duplex, "pause" | "resume" | "writableNeedDrain">;

/** Holds all programs of a desktop, and what their display answers them, to so much as the node can look at beside its other work. */
export interface RequestPace extends Disposable {
  /** `client` and `display` speak to each other until it is disposed. */
  follow(client: Side, display: Side): PacedClient;
}

export function createRequestPace({ clock }: { readonly clock: Pick<Clock, "after"> }): RequestPace {
  interface Member {
    readonly pause: () => void;
    readonly resume: () => void;
    spent: number;
    isLater: boolean;
  }
  const members = new Set<Member>();
  let spent = 0;
  let window: Disposable | undefined;
  let half: Disposable | undefined;
  const isOpen = (): boolean => spent < MAX_MESSAGES;

  function nextWindow(): void {
    window = undefined;
    spent = 0;
    for (const member of members) {
      member.isLater = member.spent > MANY_MESSAGES;
      member.spent = 0;
      if (!member.isLater) member.resume();
    }
    half ??= clock.after(WINDOW_MS / 2, secondHalf);
  }

  function secondHalf(): void {
    half = undefined;
    for (const member of members) {
      if (!member.isLater) continue;
      member.isLater = false;
      if (isOpen()) member.resume();
    }
  }

  return {
    follow(client, display) {
      const member: Member = {
        pause() {
          client.pause();
          display.pause();
        },
        // Where the other side has not taken the last words yet, that is waited for.
        resume() {
          if (!display.writableNeedDrain) client.resume();
          if (!client.writableNeedDrain) display.resume();
        },
        ...{ spent: 0, isLater: false },
      };
      members.add(member);
      return {
        spend(messages) {
          window ??= clock.after(WINDOW_MS, nextWindow);
          member.spent += messages;
          spent += messages;
          if (!isOpen()) for (const each of members) each.pause();
        },
        mayGoOn: () => isOpen() && !member.isLater,
        [Symbol.dispose]: () => void members.delete(member),
      };
    },
    [Symbol.dispose]() {
      window?.[Symbol.dispose]();
      half?.[Symbol.dispose]();
    },
  };
}
