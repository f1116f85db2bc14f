import { skipIdle } from "./activity.ts";
import { tellEvents } from "./chunk-events.ts";
import type { ChunkLoader } from "./chunk-loader.ts";
import { createFeeder } from "./feeder.ts";
import { hasRunDry } from "./has-run-dry.ts";
import { createMediaBuffer } from "./media-buffer.ts";
import type { Mark, OpenedChunk } from "./opener.protocol.ts";
import { createPlayerStore, type Hop, type PlayerStore, RATES, type Rate } from "./player-state.ts";
import { keepMost } from "./program-events.ts";
import { emptyRecording, gapFrom, holeAt, nextPicture, type Recording, spanAt } from "./recording.ts";
import type { Tail } from "./tail/follow-tail.ts";
import { withTail } from "./tail/with-tail.ts";

export interface PlayerDeps {
  readonly load: ChunkLoader["load"];
  /** What is recorded now. It belongs to whoever made it. */
  readonly tail: Tail;
}

export interface Player extends Disposable {
  readonly state: PlayerStore;
  /** The recording as it is known now; called again when it has grown. */
  show(recording: Recording, growing: boolean): void;
  toggle(): void;
  pause(): void;
  /** Seconds on the time line; what lies outside of the recording is moved to its ends. */
  seek(time: number): void;
  /** Goes to the gap before (-1) or after (1) the shown moment; stays where there is none. */
  seekGap(step: -1 | 1): void;
  setRate(rate: Rate): void;
  /** The next slower (-1) or faster (1) speed. */
  stepRate(step: -1 | 1): void;
  setSkipsIdle(on: boolean): void;
  /** Goes to what was recorded last and plays on from there. */
  goLive(): void;
  /** Tries again what could not be fetched. */
  retry(): void;
}

const TICK_MS = 100;
/** Video that is kept ready: what plays in these seconds of the viewer's time, and one chunk more. */
const READY_S = 12;
const CHUNK_S = 12;
/** How close to its end a recording counts as played. */
const END_S = 0.35;
/** The same while it grows, when the next picture is not there yet. */
const AT_END_S = 0.5;
/** One that has not moved for so long waits, whatever the browser says of its data; a busy computer stops so far before what it has ends. */
const STUCK = { ms: 1_000, seconds: 5 } as const;
/** A seek to the end leads so far before it: a browser shows the last frame there, and waits for a next one behind it. */
const LAST_FRAME_S = 0.05;
/** Video that ends earlier than its chunk says ends this much earlier at most: a frame of the slowest recording. */
const SHORT_BY_S = 1.5;
/** A missing piece as small as this is passed over: chunks meet to the millisecond only. */
const NEAR_S = 0.3;
/** Behind the newest sealed chunk, while nothing comes live: the next one comes ten seconds later. */
const SEALED_LAG_S = 10;
/** Live it plays so far behind the newest picture: where nothing moves one comes every second, and a browser stops early. */
const LIVE_LAG_S = 1.2;
/** It goes on to the newest picture when it is this much farther behind. */
const LIVE_DRIFT_S = 0.8;
/** So close to the end what is recorded now is followed without being asked for. */
const NEAR_END_S = 20;
/** A recorder whose newest picture is older than this is late: one comes every second. */
const LATE_MS = 3_000;
/** Marks that are kept of a whole recording. */
const MAX_MARKS = 2_000;

/** Drives a video element over a recording: what is shown, what is jumped over, what is fetched next. */
export function createPlayer(video: HTMLVideoElement, { load, tail }: PlayerDeps): Player {
  const state = createPlayerStore();
  const media = createMediaBuffer(video);
  const feeder = createFeeder({
    media,
    load,
    live: (index) => tail.state.getState().chunks.find((chunk) => chunk.index === index),
    recording: () => state.getState().recording,
    onOpened: remember,
    onBad: ({ index, trouble, detail }) =>
      state.setState(({ bad }) => ({ error: undefined, bad: new Map(bad).set(index, { index, trouble, detail }) })),
    onFailed: (error) => state.setState({ error }),
  });
  /** As the list of chunks has it. */
  let sealed = emptyRecording;
  let sealedMarks: readonly Mark[] = [];
  /** Marks of chunks that came live and were not opened since. */
  const liveMarks = new Map<number, readonly Mark[]>();
  let renewed: number | undefined;
  /** Ticks in which it should have played and the picture stood still. */
  let stillFor = 0;
  video.muted = true;

  const allMarks = (): readonly Mark[] => keepMost([...sealedMarks, ...[...liveMarks.values()].flat()], MAX_MARKS);

  function remember(chunk: OpenedChunk): void {
    const { activity, checked, compared } = state.getState();
    if (checked.has(chunk.index)) return state.setState({ error: undefined });
    const hadMarks = liveMarks.delete(chunk.index);
    sealedMarks = keepMost([...sealedMarks, ...chunk.marks], MAX_MARKS);
    state.setState({
      error: undefined,
      checked: new Set(checked).add(chunk.index),
      ...(chunk.asLive === undefined ? {} : { compared: new Map(compared).set(chunk.index, chunk.asLive) }),
      activity: new Map(activity).set(chunk.index, chunk.activity),
      ...(hadMarks || chunk.marks.length > 0 ? { marks: allMarks() } : {}),
    });
  }

  /** What came live since it was last looked at. */
  function lookAtTail(): void {
    const { chunks, link } = tail.state.getState();
    const { checked } = state.getState();
    const fresh = chunks.filter(({ index }) => !checked.has(index));
    const activity = new Map(state.getState().activity);
    for (const { index, events, startMs, endMs } of fresh) {
      const told = tellEvents(events, { startMs, endMs });
      activity.set(index, told.activity);
      liveMarks.set(index, told.marks);
    }
    const known = state.getState().recording.spans.length > 0;
    // Of a session that is over only what was sealed is there: the last chunk comes with the list.
    const recording = state.getState().growing ? withTail(sealed, chunks) : sealed;
    state.setState({ link, recording, activity, marks: allMarks() });
    if (!known && state.getState().recording.spans.length > 0) want(0);
  }

  /** What is known of now: how old the picture is, and whether the recorder brings any. */
  function measure(time: number): void {
    const { recording } = state.getState();
    const { recorder, chunks } = tail.state.getState();
    const nowMs = tail.nowMs();
    const newestMs = chunks.at(-1)?.endMs;
    const isLate = nowMs !== undefined && newestMs !== undefined && recorder === "recording" && nowMs - newestMs > LATE_MS;
    state.setState({
      behindMs: nowMs === undefined ? undefined : Math.max(0, nowMs - recording.startMs - time * 1_000),
      recorderLateMs: isLate ? nowMs - newestMs : undefined,
    });
  }

  function start(): void {
    // Rejects when a pause comes before the first frame; the tick starts it again while it should play.
    video.play().catch(() => undefined);
    video.playbackRate = state.getState().rate;
  }

  function setPlaying(playing: boolean): void {
    state.setState(playing ? { playing } : { playing, live: false });
    if (playing) start();
    else video.pause();
  }

  function move(time: number, hop?: Hop): void {
    renewed = undefined;
    video.currentTime = time;
    state.setState({ time, hop });
    want(time);
  }

  const want = (time: number): void => feeder.want(time, CHUNK_S + READY_S * state.getState().rate);

  /** Goes where somebody points. What came live and is sealed by now is fetched and checked from here on. */
  function goTo(time: number): void {
    const { recording, checked } = state.getState();
    for (const { index, isOpen } of recording.spans) if (isOpen !== true && !checked.has(index)) feeder.renew(index);
    state.setState({ live: false });
    move(time);
  }

  /** Close to what is recorded now, where that comes; else behind the newest sealed chunk. */
  function liveEdge(): number {
    const last = state.getState().recording.spans.at(-1);
    return Math.max(0, (last?.end ?? 0) - (last?.isOpen === true ? LIVE_LAG_S : SEALED_LAG_S));
  }

  /** Where it is farther behind than what is kept ready, the newest picture is not there either until somebody goes to it. */
  function keepUp(time: number): void {
    const edge = liveEdge();
    if (edge - time > LIVE_DRIFT_S && (media.has(edge) || edge - time > READY_S + CHUNK_S)) move(edge);
  }

  /** The next place with a picture, when there is none at `time`; undefined while it may still come. */
  function hopFrom(time: number): { readonly to: number; readonly why: Hop | undefined } | undefined {
    const { recording } = state.getState();
    const to = nextPicture(recording, time + 0.02, feeder.bad);
    if (to === undefined) return undefined;
    if (to > time + 0.05) {
      const hole = holeAt(recording, time + 0.02);
      const span = recording.spans[spanAt(recording.spans, time + 0.02)];
      const why: Hop | undefined = hole
        ? { kind: "hole", hole }
        : span && feeder.bad.has(span.index)
          ? { kind: "bad", index: span.index }
          : undefined;
      return { to: to + 0.001, why };
    }
    if (media.has(time) || !feeder.idle) return undefined;
    // Frames that cannot be decoded, behind a damaged chunk: go on at the next keyframe.
    const next = media.startAfter(time);
    return next !== undefined && next - time < CHUNK_S ? { to: next + 0.001, why: undefined } : undefined;
  }

  /**
   * Fetches the chunk of `time` again when the browser has thrown its video out by itself, as it does when memory is
   * short. Once in a row only: frames that never appear cannot be decoded.
   */
  function renewLost(time: number): void {
    const { spans } = state.getState().recording;
    const span = spans[spanAt(spans, time)];
    if (!span || span.isOpen === true || span.start > time || feeder.bad.has(span.index) || !feeder.idle) return;
    if (span.end - time < SHORT_BY_S) return;
    const isThere = media.has(time) || (media.startAfter(time) ?? Number.POSITIVE_INFINITY) - time < NEAR_S;
    if (isThere || renewed === span.index) return;
    renewed = span.index;
    feeder.renew(span.index);
  }

  /** Where a seek leads: to the last frame when it leads behind it. */
  function landing(time: number): number {
    const { length, spans } = state.getState().recording;
    const last = spans.at(-1);
    if (!last) return 0;
    const lastFrame = Math.max(last.start, last.end - LAST_FRAME_S);
    const isBehind = time >= length || (time > lastFrame && time <= last.end);
    return isBehind ? lastFrame : Math.max(0, time);
  }

  /** Goes back to the last frame where the video of a chunk turns out to end before the chunk does. */
  function settle(time: number): void {
    const { spans } = state.getState().recording;
    const span = spans[spanAt(spans, time)];
    if (!span || span.isOpen === true || span.start > time || media.has(time) || !feeder.idle) return;
    const end = media.endAfter(Math.max(span.start, time - SHORT_BY_S));
    if (end !== undefined && end <= time) move(end - LAST_FRAME_S);
  }

  /** `time`, or the end of the video that is there when the browser has stopped just before it. */
  function reached(time: number): number {
    const end = media.endAfter(time);
    if (end === undefined || video.readyState >= video.HAVE_FUTURE_DATA) return time;
    return hasRunDry(end - time, { rate: state.getState().rate, stillMs: stillFor * TICK_MS }) ? end : time;
  }

  const isStuck = (): boolean => stillFor * TICK_MS >= STUCK.ms;

  /** Whether all that is recorded so far is there, and played but for what the browser keeps back until more comes. */
  function hasCaughtUp(time: number): boolean {
    const { recording, growing } = state.getState();
    const end = recording.length - AT_END_S;
    if (reached(time) >= end) return true;
    return growing && isStuck() && recording.length - time < STUCK.seconds && (media.endAfter(time) ?? 0) >= end;
  }

  function advance(time: number): void {
    const { recording, growing, skipsIdle, activity } = state.getState();
    if (time >= recording.length - END_S) {
      if (!growing) setPlaying(false);
      return;
    }
    const active = skipsIdle ? skipIdle(recording, activity, time) : undefined;
    if (active !== undefined) {
      const to = growing ? Math.min(active, liveEdge()) : active;
      if (to > time) return move(to, { kind: "idle", seconds: to - time });
    }
    const hop = hopFrom(time);
    if (hop) return move(hop.to, hop.why);
    if (growing && recording.length - time < 2 && state.getState().rate > 1) setRate(1);
    if (video.paused) start();
  }

  function tick(): void {
    const { recording, playing, growing, live } = state.getState();
    tail.want(growing && (live || recording.length - video.currentTime < NEAR_END_S));
    if (recording.spans.length === 0) return;
    const time = Math.min(video.currentTime, recording.length);
    stillFor = playing && time === state.getState().time ? stillFor + 1 : 0;
    const waiting = isStuck() || video.readyState < (playing ? video.HAVE_FUTURE_DATA : video.HAVE_CURRENT_DATA);
    const atEnd = hasCaughtUp(time);
    const known = state.getState();
    if (time !== known.time || waiting !== known.waiting || atEnd !== known.atEnd) state.setState({ time, waiting, atEnd });
    measure(time);
    want(time);
    renewLost(playing ? reached(time) : time);
    if (live) keepUp(time);
    if (playing) advance(reached(time));
    else settle(time);
    noteUnchecked();
  }

  function noteUnchecked(): void {
    const { unchecked } = state.getState();
    const now = feeder.cameLive();
    if (now.length !== unchecked.size || now.some((index) => !unchecked.has(index))) state.setState({ unchecked: new Set(now) });
  }

  const setRate = (rate: Rate): void => {
    state.setState(rate === 1 ? { rate } : { rate, live: false });
    video.playbackRate = rate;
  };

  const timer = setInterval(tick, TICK_MS);
  const unsubscribe = tail.state.subscribe(lookAtTail);

  return {
    state,
    show(recording, growing) {
      sealed = recording;
      state.setState({ growing });
      lookAtTail();
    },
    toggle() {
      const { playing, time, recording, growing } = state.getState();
      if (!playing && !growing && reached(time) >= recording.length - END_S) move(0);
      setPlaying(!playing);
    },
    pause: () => setPlaying(false),
    seek: (time) => goTo(landing(time)),
    seekGap(step) {
      const { recording, time } = state.getState();
      const to = gapFrom(recording, time, step);
      if (to !== undefined) goTo(landing(to));
    },
    setRate,
    stepRate(step) {
      const rate = RATES[RATES.indexOf(state.getState().rate) + step];
      if (rate !== undefined) setRate(rate);
    },
    setSkipsIdle: (skipsIdle) => state.setState({ skipsIdle }),
    goLive() {
      setRate(1);
      move(liveEdge());
      setPlaying(true);
      state.setState({ live: true });
    },
    retry() {
      state.setState({ error: undefined });
      feeder.retry();
      want(video.currentTime);
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      unsubscribe();
      feeder[Symbol.dispose]();
      media[Symbol.dispose]();
    },
  };
}
