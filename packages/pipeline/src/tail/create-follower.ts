import type { TailHead } from "@lucid/contract";

type Untimed<Head> = Head extends unknown ? Omit<Head, "now_ms"> : never;

/** A frame before it is on its way. */
export interface TailItem {
  readonly head: Untimed<TailHead>;
  readonly body: Uint8Array;
}

/** Frames that wait for one reader. */
export interface Follower {
  /** Adds a frame. A reader that leaves too many waiting gets none of them, and hears why. */
  push(item: TailItem): void;
  /** Nothing comes after this. */
  end(reason: "session-ended" | "too-slow"): void;
  /** Whether nothing waits. */
  readonly isIdle: boolean;
  /** What waits and what comes, once. */
  readonly items: AsyncIterable<TailItem>;
  /** The reader is gone. */
  readonly leave: () => void;
}

/** What a frame takes beside its body. */
const HEAD_BYTES = 200;

export function createFollower(waitingBytes: number, onLeft: (follower: Follower) => void): Follower {
  let waiting: TailItem[] = [];
  let bytes = 0;
  let ended = false;
  let left = false;
  let wake = Promise.withResolvers<void>();

  const sizeOf = ({ body }: TailItem): number => body.length + HEAD_BYTES;

  function add(item: TailItem): void {
    waiting.push(item);
    bytes += sizeOf(item);
    wake.resolve();
  }

  function end(reason: "session-ended" | "too-slow"): void {
    if (ended) return;
    add({ head: { type: "ended", reason }, body: new Uint8Array() });
    ended = true;
  }

  async function* items(): AsyncGenerator<TailItem, void> {
    for (;;) {
      const item = waiting.shift();
      if (item) {
        bytes -= sizeOf(item);
        yield item;
      } else {
        if (ended || left) return;
        await wake.promise;
        wake = Promise.withResolvers();
      }
    }
  }

  const follower: Follower = {
    push(item) {
      if (ended || left) return;
      if (bytes + sizeOf(item) <= waitingBytes) return add(item);
      waiting = [];
      bytes = 0;
      end("too-slow");
    },
    end,
    get isIdle() {
      return waiting.length === 0;
    },
    items: items(),
    leave() {
      if (left) return;
      left = true;
      waiting = [];
      bytes = 0;
      wake.resolve();
      onLeft(follower);
    },
  };
  return follower;
}
