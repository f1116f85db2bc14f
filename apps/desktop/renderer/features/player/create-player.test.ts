import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { createPlayer } from "./create-player.ts";
import type { Recording } from "./recording.ts";
import type { TailState } from "./tail/follow-tail.ts";

class ClosedSource extends EventTarget {
  readonly readyState = "closed";
}

/** What a player looks at of a video element that has run dry. */
const stoppedVideo = (at: number, bufferedTo: number) => ({
  ...{ HAVE_CURRENT_DATA: 2, HAVE_FUTURE_DATA: 3, readyState: 2, currentTime: at, paused: false, playbackRate: 1, muted: false },
  ...{ src: "", play: () => Promise.resolve(), pause: () => undefined, removeAttribute: () => undefined, load: () => undefined },
  buffered: { length: 1, start: () => 0, end: () => bufferedTo },
});

const recording: Recording = {
  ...{ startMs: 0, length: 30, holes: [] },
  spans: [{ index: 0, take: 0, start: 0, end: 30, keyframe: true, events: 0 }],
};

/** A player of a recording of 30 s, whose video stopped by itself at some moment. */
function playUntil(at: number) {
  const video = stoppedVideo(at, 30);
  const player = createPlayer(video as unknown as HTMLVideoElement, {
    load: () => new Promise(() => undefined),
    tail: {
      state: createStore<TailState>(() => ({ link: { kind: "off" }, recorder: undefined, chunks: [] })),
      want: () => undefined,
      nowMs: () => undefined,
      [Symbol.dispose]: () => undefined,
    },
  });
  player.show(recording, true);
  video.currentTime = at;
  player.toggle();
  return { player, video };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  vi.stubGlobal("MediaSource", ClosedSource);
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:video");
});
afterEach(() => {
  vi.useRealTimers();
});

it("knows that all is played where a browser stops more than half a second before the end", () => {
  const { player } = playUntil(29.42);
  using _ = player;
  vi.advanceTimersByTime(500);
  expect(player.state.getState()).toMatchObject({ waiting: true, atEnd: false });
  vi.advanceTimersByTime(1_000);
  expect(player.state.getState()).toMatchObject({ waiting: true, atEnd: true, playing: true });
});

it("waits for what is not recorded yet where a busy computer stands seconds before the end, and says that it has data", () => {
  const { player, video } = playUntil(26.5);
  using _ = player;
  video.readyState = video.HAVE_FUTURE_DATA;
  vi.advanceTimersByTime(500);
  expect(player.state.getState()).toMatchObject({ waiting: false, atEnd: false });
  vi.advanceTimersByTime(1_000);
  expect(player.state.getState()).toMatchObject({ waiting: true, atEnd: true, playing: true });
  video.currentTime = 26.6;
  vi.advanceTimersByTime(100);
  expect(player.state.getState()).toMatchObject({ waiting: false, atEnd: false });
});

it("takes no picture that is on its way in the middle of a recording for its end", () => {
  const { player } = playUntil(20);
  using _ = player;
  vi.advanceTimersByTime(10_000);
  expect(player.state.getState()).toMatchObject({ waiting: true, atEnd: false });
});

it("goes to the newest picture where it stands farther behind than what it keeps ready", () => {
  const { player, video } = playUntil(1);
  using _ = player;
  player.show({ ...recording, length: 60, spans: recording.spans.map((span) => ({ ...span, end: 60 })) }, true);
  player.goLive();
  video.currentTime = 30;
  vi.advanceTimersByTime(500);
  expect(video.currentTime).toBe(30);
  video.currentTime = 20;
  vi.advanceTimersByTime(500);
  expect(video.currentTime).toBe(50);
});
