import { skipIdle } from "./activity.ts";
import type { ChunkLoader } from "./chunk-loader.ts";
import { createFeeder } from "./feeder.ts";
import { hasRunDry } from "./has-run-dry.ts";
import { createMediaBuffer } from "./media-buffer.ts";
import type { OpenedChunk } from "./opener.protocol.ts";
import { createPlayerStore, type Hop, type PlayerStore, RATES, type Rate } from "./player-state.ts";
import { keepMost } from "./program-events.ts";
import { gapFrom, holeAt, nextPicture, type Recording, spanAt } from "./recording.ts";

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
/** A seek to the end leads so far before it: a browser shows the last frame there, and waits for a next one behind it. */
const LAST_FRAME_S = 0.05;
/** Video that ends earlier than its chunk says ends this much earlier at most: a frame of the slowest recording. */
const SHORT_BY_S = 1.5;
/** A missing piece as small as this is passed over: chunks meet to the millisecond only. */
const NEAR_S = 0.3;
/** Behind the newest chunk: the next one comes ten seconds later. */
const LIVE_LAG_S = 10;
/** Marks that are kept of a whole recording. */
const MAX_MARKS = 2_000;

/** Drives a video element over a recording: what is shown, what is jumped over, what is fetched next. */
export function createPlayer(video: HTMLVideoElement, load: ChunkLoader["load"]): Player {
  const state = createPlayerStore();
  const media = createMediaBuffer(video);
  const feeder = createFeeder({
    media,
    load,
    recording: () => state.getState().recording,
    onOpened: remember,
    onBad: ({ index, trouble, detail }) =>
      state.setState(({ bad }) => ({ error: undefined, bad: new Map(bad).set(index, { index, trouble, detail }) })),
    onFailed: (error) => state.setState({ error }),
  });
  let renewed: number | undefined;
  /** Ticks in which it should have played and the picture stood still. */
  let stillFor = 0;
  video.muted = true;

  function remember(chunk: OpenedChunk): void {
    state.setState(({ activity, marks, checked }) =>
      checked.has(chunk.index)
        ? { error: undefined }
        : {
            error: undefined,
            checked: new Set(checked).add(chunk.index),
            activity: new Map(activity).set(chunk.index, chunk.activity),
            marks: chunk.marks.length === 0 ? marks : keepMost([...marks, ...chunk.marks], MAX_MARKS),
          },
    );
  }

  function start(): void {
    // Rejects when a pause comes before the first frame; the tick starts it again while it should play.
    video.play().catch(() => undefined);
    video.playbackRate = state.getState().rate;
  }

  function setPlaying(playing: boolean): void {
    state.setState({ playing });
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
    if (!span || span.start > time || feeder.bad.has(span.index) || !feeder.idle) return;
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
    if (!span || span.start > time || media.has(time) || !feeder.idle) return;
    const end = media.endAfter(Math.max(span.start, time - SHORT_BY_S));
    if (end !== undefined && end <= time) move(end - LAST_FRAME_S);
  }

  /** `time`, or the end of the video that is there when the browser has stopped just before it. */
  function reached(time: number): number {
    const end = media.endAfter(time);
    if (end === undefined || video.readyState >= video.HAVE_FUTURE_DATA) return time;
    return hasRunDry(end - time, { rate: state.getState().rate, stillMs: stillFor * TICK_MS }) ? end : time;
  }

  function advance(time: number): void {
    const { recording, growing, skipsIdle, activity } = state.getState();
    if (time >= recording.length - END_S) {
      if (!growing) setPlaying(false);
      return;
    }
    const active = skipsIdle ? skipIdle(recording, activity, time) : undefined;
    if (active !== undefined) {
      const to = growing ? Math.min(active, recording.length - LIVE_LAG_S) : active;
      if (to > time) return move(to, { kind: "idle", seconds: to - time });
    }
    const hop = hopFrom(time);
    if (hop) return move(hop.to, hop.why);
    if (growing && recording.length - time < 2 && state.getState().rate > 1) setRate(1);
    if (video.paused) start();
  }

  function tick(): void {
    const { recording, playing } = state.getState();
    if (recording.spans.length === 0) return;
    const time = Math.min(video.currentTime, recording.length);
    const waiting = video.readyState < (playing ? video.HAVE_FUTURE_DATA : video.HAVE_CURRENT_DATA);
    stillFor = playing && time === state.getState().time ? stillFor + 1 : 0;
    if (time !== state.getState().time || waiting !== state.getState().waiting) state.setState({ time, waiting });
    want(time);
    renewLost(time);
    if (playing) advance(reached(time));
    else settle(time);
  }

  const setRate = (rate: Rate): void => {
    state.setState({ rate });
    video.playbackRate = rate;
  };

  const timer = setInterval(tick, TICK_MS);

  return {
    state,
    show(recording, growing) {
      const first = state.getState().recording.spans.length === 0;
      state.setState({ recording, growing });
      if (first && recording.spans.length > 0) want(0);
    },
    toggle() {
      const { playing, time, recording, growing } = state.getState();
      if (!playing && !growing && reached(time) >= recording.length - END_S) move(0);
      setPlaying(!playing);
    },
    pause: () => setPlaying(false),
    seek: (time) => move(landing(time)),
    seekGap(step) {
      const { recording, time } = state.getState();
      const to = gapFrom(recording, time, step);
      if (to !== undefined) move(landing(to));
    },
    setRate,
    stepRate(step) {
      const rate = RATES[RATES.indexOf(state.getState().rate) + step];
      if (rate !== undefined) setRate(rate);
    },
    setSkipsIdle: (skipsIdle) => state.setState({ skipsIdle }),
    goLive() {
      const end = state.getState().recording.spans.at(-1)?.end ?? 0;
      setRate(1);
      move(Math.max(0, end - LIVE_LAG_S));
      setPlaying(true);
    },
    retry() {
      state.setState({ error: undefined });
      feeder.retry();
      want(video.currentTime);
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      feeder[Symbol.dispose]();
      media[Symbol.dispose]();
    },
  };
}
