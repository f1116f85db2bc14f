import type { Duplex } from "node:stream";
import type { Clock } from "@lucid/foundation";

/** Each request is judged on the node's main thread. A browser that scrolls sends some thousand in a tenth of a second. */
const WINDOW_MS = 100;
const MAX_REQUESTS = 10_000;
/** Whoever sent more than this in a window waits for the second half of the next one: the others are served first. */
const MANY_REQUESTS = 1_000;

export interface PacedClient extends Disposable {
  /** So many of its requests were judged. Where all are too many, every client waits for the next window. */
  spend(requests: number): void;
  mayGoOn(): boolean;
}

/** Holds all programs of a desktop together to so many requests as the node can judge beside its other work. */
export interface RequestPace extends Disposable {
  /** `client` speaks to `display` until it is disposed. */
  follow(client: Pick<Duplex, "pause" | "resume">, display: Pick<Duplex, "writableNeedDrain">): PacedClient;
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
  const isOpen = (): boolean => spent < MAX_REQUESTS;

  function nextWindow(): void {
    window = undefined;
    spent = 0;
    for (const member of members) {
      member.isLater = member.spent > MANY_REQUESTS;
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
        pause: () => void client.pause(),
        // Whose display has not taken the last words yet waits for that.
        resume: () => void (display.writableNeedDrain || client.resume()),
        ...{ spent: 0, isLater: false },
      };
      members.add(member);
      return {
        spend(requests) {
          window ??= clock.after(WINDOW_MS, nextWindow);
          member.spent += requests;
          spent += requests;
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
