/** Memory for the pixels of the screens of one thread, used again and again: what is freed does not reach the system. */
export interface PixelStore {
  /** Black pixels. */
  take(byteLength: number): Uint8Array<ArrayBuffer>;
  give(bytes: Uint8Array<ArrayBuffer>): void;
}

/** More screens than this seldom become busy within a few seconds. */
const MOST_SPARE = 4;

export function createPixelStore(): PixelStore {
  const spare: Uint8Array<ArrayBuffer>[] = [];
  return {
    take(byteLength) {
      const at = spare.findIndex((bytes) => bytes.length === byteLength);
      return spare.splice(at < 0 ? spare.length : at, 1)[0] ?? new Uint8Array(byteLength);
    },
    give(bytes) {
      // Another session's screen comes next.
      bytes.fill(0);
      if (spare.length < MOST_SPARE) spare.push(bytes);
      else bytes.buffer.transfer(0);
    },
  };
}
