/** Blocks that have come and are looked at before they are judged. */
export interface BlocksUnderWay {
  has(hash: string): boolean;
  /** Calls back once those that have come by now are judged; at once where there are none. */
  after(then: () => void): void;
}

/** Where every block is judged as it comes. */
export const nothingUnderWay: BlocksUnderWay = { has: () => false, after: (then) => then() };
