/**
 * Nodes behind a balancer are apart by some blocks, and an event server lags behind its node: what contradicts the books for so long, by the time of
 * blocks, is no delay any more.
 */
export const DOUBT_MS = 60_000;

/** What a wallet holds in a solidified block beside what is recorded of it: what it held before Lucid knew it, if nothing is missing. */
export interface Sample {
  readonly rest: bigint;
  readonly block: number;
  readonly block_at: number;
}
export interface Book {
  /** What the wallet holds beside what is recorded: it stays the same to the last unit. Undefined until two samples have said so. */
  readonly base: bigint | undefined;
  /** The newest block in which book and chain agreed; before there is a base, that of the first sample. */
  readonly block: number;
  readonly block_at: number;
  /** What is there more, or less, than is recorded; before there is a base, what the first sample said. */
  readonly doubt: bigint | undefined;
  /** The block of the sample in which that was first so. */
  readonly doubt_at: number | undefined;
  /** It was so again, a while later: no delay explains it. */
  readonly is_open: boolean;
}

/**
 * The book after one more sample; the same one where a node that is behind gave it. Nothing is concluded from a sample that is alone, neither that
 * all is well from then on nor that it is not.
 */
export function judgeSample(book: Book | undefined, sample: Sample): Book {
  const { rest, block, block_at } = sample;
  if (book === undefined) return startOf(sample);
  if (block < book.block) return book;
  if (book.base === undefined) {
    if (block_at < book.block_at + DOUBT_MS) return book;
    return rest === book.doubt ? agreed(rest, sample) : startOf(sample);
  }
  const doubt = rest - book.base;
  if (doubt === 0n) return agreed(book.base, sample);
  const doubt_at = book.doubt_at ?? block_at;
  return { ...book, doubt, doubt_at, is_open: book.is_open || block_at >= doubt_at + DOUBT_MS };
}

/** The book after somebody has said what the difference was: from then on it is recorded. */
export const explained = (book: Book): Book => ({
  ...book,
  base: (book.base ?? 0n) + (book.doubt ?? 0n),
  ...{ doubt: undefined, doubt_at: undefined, is_open: false },
});

/** Whether a sample of a block of that time may decide something. */
export function isDue(book: Book | undefined, solidAt: number): boolean {
  if (book === undefined || book.is_open) return true;
  return book.doubt_at !== undefined && solidAt >= book.doubt_at + DOUBT_MS;
}

const startOf = ({ rest, block, block_at }: Sample): Book => ({
  ...{ base: undefined, block, block_at, doubt: rest, doubt_at: block_at, is_open: false },
});
const agreed = (base: bigint, { block, block_at }: Sample): Book => ({
  ...{ base, block, block_at, doubt: undefined, doubt_at: undefined, is_open: false },
});
