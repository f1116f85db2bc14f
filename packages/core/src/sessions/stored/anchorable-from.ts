import type { SessionRecord } from "./session-row.ts";

/** How far a record may end ahead of the clock when its anchor is sent: half of what a verifier takes for two clocks. */
const MOST_AHEAD_MS = 30_000;

/**
 * From when on a session's anchor can be sent, Unix milliseconds. After the clock was set back, a record's end may be ahead of
 * it: no verifier takes a block from before that end.
 */
export const anchorableFrom = ({ endedAt }: Pick<SessionRecord, "endedAt">): number => (endedAt ?? 0) - MOST_AHEAD_MS;
