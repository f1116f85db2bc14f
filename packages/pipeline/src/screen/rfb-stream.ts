/** Says how many bytes it needs next, is given exactly these, and says so again. The bytes are valid until then. */
export type ByteConsumer = Generator<number, void, Buffer>;

export interface ByteFeed {
  /** Hands the piece on as far as it is wanted by now; its bytes are its owner's again. @throws what the consumer throws. */
  push(piece: Buffer): void;
  /** Keeps what comes, also from within the consumer. */
  hold(): void;
  /** Hands on what was kept. @throws what the consumer throws. */
  release(): void;
}

/** Feeds a consumer from pieces as they arrive, without waiting and mostly without copying. */
export function createByteFeed(consumer: ByteConsumer): ByteFeed {
  const pieces: Buffer[] = [];
  let available = 0;
  let isHeld = false;
  let wanted = consumer.next().value ?? Number.POSITIVE_INFINITY;

  function take(): Buffer {
    const [first] = pieces;
    if (first && first.length > wanted) {
      pieces[0] = first.subarray(wanted);
      return first.subarray(0, wanted);
    }
    if (first && first.length === wanted) return pieces.shift() ?? first;
    const joined = Buffer.allocUnsafe(wanted);
    let filled = 0;
    while (filled < wanted) {
      const piece = pieces[0];
      if (!piece) break;
      const part = piece.subarray(0, wanted - filled);
      joined.set(part, filled);
      filled += part.length;
      if (part.length === piece.length) pieces.shift();
      else pieces[0] = piece.subarray(part.length);
    }
    return joined;
  }

  function serve(): void {
    while (!isHeld && available >= wanted) {
      available -= wanted;
      wanted = consumer.next(take()).value ?? Number.POSITIVE_INFINITY;
    }
  }

  return {
    push(piece) {
      if (piece.length > 0) pieces.push(piece);
      available += piece.length;
      serve();
      const left = pieces.at(-1);
      if (left) pieces[pieces.length - 1] = Buffer.from(left);
    },
    hold() {
      isHeld = true;
    },
    release() {
      isHeld = false;
      serve();
    },
  };
}
