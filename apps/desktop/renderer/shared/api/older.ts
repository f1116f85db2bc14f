interface Before {
  readonly next_before: number | null;
}
interface Cursor {
  readonly next_cursor: string | null;
}

const theNewest: undefined = undefined;

/** How a list goes on that is numbered, the newest first: `before` is the number that the next ones are below. */
export const byBefore = {
  initialPageParam: theNewest as number | undefined,
  getNextPageParam: ({ next_before }: Before): number | undefined => next_before ?? undefined,
};

/** How a list goes on that the node gives a mark for, of which the page knows nothing else. */
export const byCursor = {
  initialPageParam: theNewest as string | undefined,
  getNextPageParam: ({ next_cursor }: Cursor): string | undefined => next_cursor ?? undefined,
};
