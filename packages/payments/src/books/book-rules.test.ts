import { expect, it } from "vitest";
import { type Book, explained, isDue, judgeSample, type Sample } from "./book-rules.ts";

/** Blocks are three seconds apart. */
const sample = (block: number, rest: bigint): Sample => ({ rest, block, block_at: block * 3_000 });
const after = (...samples: readonly Sample[]): Book | undefined =>
  samples.reduce<Book | undefined>((book, one) => judgeSample(book, one), undefined);
const need = (book: Book | undefined): Book => book ?? expect.fail("there is no book");

it("believes what a wallet holds once two samples say so that are a minute of blocks apart", () => {
  expect(after(sample(100, 7n))).toMatchObject({ base: undefined, doubt: 7n, is_open: false });
  expect(after(sample(100, 7n), sample(119, 7n))).toMatchObject({ base: undefined, block: 100 });
  expect(after(sample(100, 7n), sample(120, 7n))).toMatchObject({ base: 7n, block: 120, doubt: undefined });
  const torn = after(sample(100, 5n), sample(120, 7n));
  expect(torn).toMatchObject({ base: undefined, doubt: 7n, block: 120 });
  expect(judgeSample(torn, sample(140, 7n))).toMatchObject({ base: 7n, block: 140 });
});

it.each([
  [1n, "more"],
  [-1n, "less"],
])("finds a difference of one unit (%s) when it is still there a minute of blocks later", (unit) => {
  const known = need(after(sample(100, 7n), sample(120, 7n)));
  const doubted = judgeSample(known, sample(121, 7n + unit));
  expect(doubted).toMatchObject({ base: 7n, block: 120, doubt: unit, doubt_at: 363_000, is_open: false });
  expect(judgeSample(doubted, sample(140, 7n + unit))).toMatchObject({ is_open: false });
  const open = judgeSample(doubted, sample(141, 7n + unit));
  expect(open).toMatchObject({ doubt: unit, is_open: true });
  // It stays open, also where it grows.
  expect(judgeSample(open, sample(142, 7n + 2n * unit))).toMatchObject({ doubt: 2n * unit, is_open: true });
  expect(judgeSample(open, sample(142, 7n))).toMatchObject({ base: 7n, doubt: undefined, is_open: false, block: 142 });
});

it("forgets what was a delay, and takes another one for another", () => {
  const known = need(after(sample(100, 7n), sample(120, 7n)));
  const again = judgeSample(judgeSample(known, sample(121, 6n)), sample(141, 7n));
  expect(again).toMatchObject({ doubt: undefined, doubt_at: undefined, block: 141 });
  expect(judgeSample(again, sample(142, 6n))).toMatchObject({ doubt: -1n, doubt_at: 426_000, is_open: false });
});

it("concludes nothing from a node that is behind", () => {
  const known = need(after(sample(100, 7n), sample(120, 7n)));
  expect(judgeSample(known, sample(119, 3n))).toBe(known);
  const first = need(after(sample(100, 7n)));
  expect(judgeSample(first, sample(99, 3n))).toBe(first);
});

it("holds a wallet to what was explained from then on", () => {
  const open = need(after(sample(100, 7n), sample(120, 7n), sample(121, 5n), sample(141, 5n)));
  expect(open.is_open).toBe(true);
  const settled = explained(open);
  expect(settled).toMatchObject({ base: 5n, doubt: undefined, is_open: false });
  expect(judgeSample(settled, sample(142, 5n))).toMatchObject({ block: 142, doubt: undefined });
  expect(judgeSample(settled, sample(142, 7n))).toMatchObject({ doubt: 2n });
});

it("asks for another sample where that may decide something, and where somebody waits for it", () => {
  const known = need(after(sample(100, 7n), sample(120, 7n)));
  const doubted = judgeSample(known, sample(121, 6n));
  expect(isDue(undefined, 0)).toBe(true);
  expect(isDue(known, 9e9)).toBe(false);
  expect([isDue(doubted, 422_999), isDue(doubted, 423_000)]).toEqual([false, true]);
  expect(isDue(judgeSample(doubted, sample(141, 6n)), 0)).toBe(true);
  expect([isDue(after(sample(100, 7n)), 359_999), isDue(after(sample(100, 7n)), 360_000)]).toEqual([false, true]);
});
