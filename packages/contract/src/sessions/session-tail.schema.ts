import { z } from "zod";

const Ms = z.int().min(0);
const Index = z.int().min(0);

/** What the recorder of a running session does. */
export const TailState = z.enum(["recording", "paused", "lost", "blocked", "stopping", "stopped", "failed"]);
export type TailState = z.infer<typeof TailState>;

/** By the record's clock, when the frame was handed over: Unix milliseconds that never go back. */
const now = { now_ms: Ms };

/**
 * What stands in the head of a frame of `GET /sessions/{session_id}/tail`. Times are Unix milliseconds of the record;
 * `monotonic_ms` counts from the recorder's start by a clock that nobody can set.
 *
 * - `chunk`: the chunk that is recorded now. The body is its initialization segment. Its events so far follow.
 * - `video`: the body is one fragment of the chunk, at this place in its video record.
 * - `events`: the body is event lines of the chunk.
 * - `closed`: the chunk is complete and is being sealed. Events of `events_until_ms` and later come again with the next one;
 *   null where all of them went along.
 * - `alive`: nothing new. Comes every second, so that no change and no connection are told apart.
 * - `ended`: the last frame, and why.
 */
export const TailHead = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("chunk"),
    ...now,
    index: Index,
    take: Index,
    started_at_ms: Ms,
    started_monotonic_ms: Ms,
    keyframe: z.boolean(),
    gap_before: z.object({ kind: z.enum(["paused", "recorder_lost", "interrupted"]), reason: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal("video"),
    ...now,
    index: Index,
    offset: z.int().min(0),
    from_ms: Ms,
    to_ms: Ms,
    monotonic_ms: Ms,
  }),
  z.object({ type: z.literal("events"), ...now, index: Index }),
  z.object({ type: z.literal("closed"), ...now, index: Index, ended_at_ms: Ms, events_until_ms: Ms.nullable() }),
  z.object({ type: z.literal("alive"), ...now, state: TailState, recorded_until_ms: Ms.nullable() }),
  z.object({ type: z.literal("ended"), ...now, reason: z.enum(["session-ended", "too-slow"]) }),
]);
export type TailHead = z.infer<typeof TailHead>;

/** Where a follower goes on: bytes of this chunk's video record that it has already. */
export const TailQuery = z.strictObject({
  chunk: z.coerce.number().int().min(0).max(4_294_967_295).optional(),
  offset: z.coerce.number().int().min(0).max(4_294_967_295).optional(),
});
export type TailQuery = z.infer<typeof TailQuery>;
