import { connect } from "node:net";
import { createFragmentReader } from "../mp4/create-fragment-reader.ts";
import type { VideoFragment } from "../mp4/read-fragment.ts";
import type { VideoInit } from "../mp4/read-init.ts";
import { type CaptureCounts, type CaptureOptions, machineMs, type StallCause } from "./capture.protocol.ts";
import { createPace } from "./create-pace.ts";
import { createPicture, type Picture } from "./create-picture.ts";
import { startEncoder } from "./encoder-process.ts";
import { matroskaHeader, pictureHeader } from "./matroska.ts";
import type { PixelStore } from "./pixel-store.ts";
import { type DisplaySize, readDisplay } from "./read-display.ts";
import { clientInit, SECURITY_NONE, setEncodings, setPixelFormat, updateRequest } from "./rfb-messages.ts";
import { createByteFeed } from "./rfb-stream.ts";

export interface CaptureRun {
  key(): void;
  explain(): void;
  stop(): void;
  kill(): void;
}

export interface CaptureRunDeps {
  /** From 0 to below 1, not to be foreseen by what is on the screen. */
  readonly random: () => number;
  readonly pixels: PixelStore;
  /** Everything that is done for the run is done within this. */
  readonly working: (work: () => void) => void;
}

export interface CaptureRunHandlers {
  onBegan(atMs: number): void;
  onInit(init: VideoInit): void;
  onFragment(fragment: VideoFragment): void;
  onHeartbeat(atMs: number, counts: CaptureCounts): void;
  onStalled(fromMs: number, toMs: number, cause: StallCause): void;
  /** It was asked, and has waited for this for longer than pictures may be apart. */
  onWaits(cause: StallCause): void;
  /** It is told to end, and has waited for this for longer than pictures may be apart. */
  onStuck(cause: StallCause): void;
  onEnd(detail: string): void;
}

/** The last picture of a change is repeated after this, so that the player has it: the muxer holds each until the next. */
const FIRST_REPEAT_MS = 510;
/** Later repeats: a fragment a second is what a live player, and whoever watches the recorder, waits for. */
const REPEAT_MS = 1_000;
/** Two pictures further apart have a gap between them (docs/formats, chunk entry). */
const STALL_MS = 2_000;
/** At most 2 s apart, with repeats a second apart. */
const HEARTBEAT_MS = 900;
/** The display sends what is there as soon as it is asked, and holds back what changes then for up to a 60th of a second. */
const WAITING_MS = 12;
/** A small change is given so long to become whole: a key's letter, then the cursor behind it. */
const SETTLE_MS = 16;
/** What is larger costs too much to be sent twice. */
const SMALL_PIXELS = 40_000;
/** For all displays of the thread: what was read is drawn before the next read. */
const readBuffer = Buffer.allocUnsafeSlow(256 * 1_024);
/** After so long without a change the pixels' memory is given back: 20 idle desktops are 70 MB. */
const QUIET_MS = 4_000;
/** What the encoder has of a display that hangs is kept, where it takes no longer than this. */
const LAST_WORDS_MS = 1_000;
const BYTES_PER_PIXEL = 4;
const CORNER: DisplaySize = { width: 1, height: 1 };

/**
 * Records a display until it is stopped: the display is asked for changes, each one is drawn into one picture, and
 * the picture goes to the encoder with its time. The display is asked again when the encoder has taken it, so that
 * what is too much waits, as one change, in the display. While nothing changes, the display is asked for one pixel
 * of its corner: its answer proves that it is there, and lets the last picture count once more.
 */
export function startCaptureRun(deps: CaptureRunDeps, options: CaptureOptions, handlers: CaptureRunHandlers): CaptureRun {
  const { random, pixels: store, working } = deps;
  const pace = createPace({ quickMs: options.quickMs, steadyMs: options.steadyMs, random });
  const counts = { updates: 0, pictures: 0, coalesced: 0, missed: 0 };
  let screen: DisplaySize | undefined;
  let picture: Picture | undefined;
  let isRepeat = true;
  let changedPixels = 0;
  let isSettling = false;
  /** The pixels were given back: what changes is not drawn before all of the screen came. */
  let isReleased = false;
  /** Pixels that came in this update, those that the display copied apart. */
  let sentPixels = 0;
  /** Where the run is: what it waits for is what a stall is blamed on. */
  let state: "asking" | "writing" | "resting" | "ending" = "asking";
  let failure: string | undefined;
  /** What the encoder gave is no video: nothing that follows can be read. */
  let isBroken = false;
  let timer: NodeJS.Timeout | undefined;
  /** The display owes an answer. */
  let isAsked = false;
  let askedAt = 0;
  let dueAt = Number.POSITIVE_INFINITY;
  let changedAt = 0;
  let beganAt: number | undefined;
  let takenAt = 0;
  let lastTime = -1;
  let keyAt = 0;
  let wantsKey = false;
  /** What kept the next picture waiting since the last one, ms: the encoder, and timers that came too late. */
  let encoderMs = 0;
  let lateMs = 0;
  let heartbeatAt = Number.NEGATIVE_INFINITY;
  const startedAt = machineMs();

  const reader = createFragmentReader();
  const encoder = startEncoder(options, {
    onVideo: (bytes) => working(() => readVideo(bytes)),
    onEnd(how, said) {
      stopWaiting();
      socket.destroy();
      picture?.release();
      picture = undefined;
      handlers.onEnd([failure ?? how, said].filter(Boolean).join(": "));
    },
  });
  const socket = connect({
    path: options.socket,
    onread: {
      buffer: readBuffer,
      callback(length, bytes) {
        contained(() => feed.push(Buffer.from(bytes.buffer, bytes.byteOffset, length)));
        return true;
      },
    },
  });
  const feed = createByteFeed(
    readDisplay({
      onVersion: () => socket.write("RFB 003.008\n"),
      onSecurity: () => socket.write(Buffer.from([SECURITY_NONE])),
      onAccepted: () => socket.write(clientInit()),
      onSize(size) {
        if (screen) throw new Error("The screen has another size");
        if (size.width === 0 || size.height === 0) throw new Error("The screen has no size");
        screen = size;
        picture = createPicture(size, store);
        encoder.write([matroskaHeader(picture.size, options.steadyMs)], () => undefined);
        socket.write(setPixelFormat());
        socket.write(setEncodings());
        ask(size, false);
      },
      onRow(x, y, pixels) {
        if (x === 0 && y === 0 && pixels.length === BYTES_PER_PIXEL && picture?.hasCorner(pixels)) return;
        isRepeat = false;
        sentPixels += pixels.length / BYTES_PER_PIXEL;
        picture?.setRow(x, y, pixels);
      },
      onCopy(to, fromX, fromY) {
        isRepeat = false;
        picture?.copy(to, fromX, fromY);
      },
      onArea(area) {
        changedPixels += area.width * area.height;
        if (!isReleased) picture?.convert(area);
      },
      onUpdate: updated,
    }),
  );
  socket.once("error", (error) => fail(error.message));
  socket.once("close", () => fail("The display ended"));

  function readVideo(bytes: Buffer): void {
    if (isBroken) return;
    try {
      reader.push(bytes, (part) => {
        if (part.kind === "init") handlers.onInit(part.init);
        else handlers.onFragment(part.fragment);
      });
    } catch (error) {
      isBroken = true;
      fail(describe(error));
      encoder.kill();
    }
  }

  /** What goes wrong in one run ends that run, and not the worker with all others. */
  function contained(work: () => void): void {
    working(() => {
      try {
        work();
      } catch (error) {
        fail(describe(error));
      }
    });
  }

  function wait(ms: number, then: () => void): void {
    dueAt = machineMs() + ms;
    timer = setTimeout(() => {
      stopWaiting();
      contained(then);
    }, ms);
  }

  function stopWaiting(): void {
    clearTimeout(timer);
    lateMs += Math.max(0, machineMs() - dueAt);
    dueAt = Number.POSITIVE_INFINITY;
  }

  function fail(reason: string): void {
    if (state === "ending") return;
    state = "ending";
    failure = reason;
    stopWaiting();
    socket.destroy();
    encoder.end();
  }

  function ask(area: DisplaySize, incremental: boolean): void {
    isAsked = true;
    askedAt = machineMs();
    socket.write(updateRequest(area, incremental));
  }

  /** Waits for a change, and after a while for a sign of life. */
  function listen(): void {
    if (!screen) return;
    state = "asking";
    const now = machineMs();
    if (!isRepeat && isReleased) return void restore(false);
    if (!isRepeat) return take(now);
    if (!isAsked) ask(screen, true);
    const repeatAt = takenAt + (takenAt === changedAt ? FIRST_REPEAT_MS : REPEAT_MS);
    wait(Math.max(0, Math.min(repeatAt, keyAt + options.keyMs) - now), () => ask(CORNER, false));
  }

  function updated(): void {
    const now = machineMs();
    const isWhole = screen !== undefined && sentPixels >= screen.width * screen.height;
    isAsked = false;
    sentPixels = 0;
    if (!isRepeat && !(isReleased && isWhole)) {
      counts.updates += 1;
      if (beganAt !== undefined && (isSettling || now - askedAt < WAITING_MS)) counts.coalesced += 1;
    }
    // What comes while the recorder rests is in the next picture.
    if (state !== "asking") return;
    stopWaiting();
    if (isRepeat) {
      if (now - changedAt > QUIET_MS) release();
      return take(now);
    }
    if (isReleased && !restore(isWhole)) return;
    if (screen && !isSettling && beganAt !== undefined && changedPixels < SMALL_PIXELS && !pace.isSteady) settle(screen);
    else take(now);
  }

  function release(): void {
    picture?.release();
    isReleased = true;
  }

  /** Draws again from the whole screen; where only a part of it came, all is asked for. */
  function restore(isWhole: boolean): boolean {
    if (!screen) return false;
    if (isWhole) {
      isReleased = false;
      picture?.convert({ x: 0, y: 0, ...screen });
    } else ask(screen, false);
    return isWhole;
  }

  /** Asks once more before the picture is taken. */
  function settle(size: DisplaySize): void {
    isSettling = true;
    ask(size, true);
    wait(SETTLE_MS, () => take(machineMs()));
  }

  function take(now: number): void {
    if (!picture) return;
    const changed = !isRepeat;
    const share = Math.min(1, changedPixels / (picture.size.width * picture.size.height));
    isRepeat = true;
    isSettling = false;
    changedPixels = 0;
    if (beganAt === undefined) {
      beganAt = now;
      handlers.onBegan(now);
    }
    // A picture after a stall is a key picture: a chunk begins with it. The limit is one of the times in the video.
    const isStall = (at: number): boolean => lastTime >= 0 && at - lastTime > STALL_MS;
    wantsKey ||= isStall(timeFor(now - beganAt, false)) || now - keyAt >= options.keyMs;
    const time = timeFor(now - beganAt, wantsKey);
    if (isStall(time)) handlers.onStalled(takenAt, now, causeOf(now - takenAt));
    encoderMs = 0;
    lateMs = 0;
    if (wantsKey) keyAt = now;
    wantsKey = false;
    lastTime = time;
    takenAt = now;
    if (changed) changedAt = now;
    const wasEnding = state === "ending";
    if (!wasEnding) state = "writing";
    feed.hold();
    socket.pause();
    encoder.write([pictureHeader(time, picture.i420.length), picture.i420], () => {
      if (state === "writing") contained(() => written(now, changed, share));
    });
  }

  function causeOf(stalledMs: number): StallCause {
    const displayMs = stalledMs - encoderMs - lateMs;
    if (encoderMs >= lateMs && encoderMs >= displayMs) return "encoder";
    return lateMs >= displayMs ? "recorder" : "display";
  }

  /** What it waits for in vain; undefined while a picture may still come in time. */
  function stuckOn(now: number): StallCause | undefined {
    const since = beganAt === undefined ? startedAt : takenAt;
    if (now - since <= STALL_MS) return undefined;
    return state === "writing" ? "encoder" : causeOf(now - since);
  }

  /** Times ascend; an odd one marks a key picture, which is how the encoder knows (ffmpeg-arguments). */
  function timeFor(sinceMs: number, isKey: boolean): number {
    if (lastTime < 0) return 0;
    const time = Math.max(Math.floor(sinceMs), lastTime + 1);
    return (time & 1) === (isKey ? 1 : 0) ? time : time + 1;
  }

  function written(at: number, changed: boolean, share: number): void {
    const now = machineMs();
    counts.pictures += 1;
    const waitMs = changed ? pace.afterPicture(at, share) : 0;
    const tookMs = now - at;
    encoderMs += tookMs;
    if (changed && tookMs > options.steadyMs) counts.missed += Math.floor(tookMs / options.steadyMs);
    if (now - heartbeatAt >= HEARTBEAT_MS) {
      heartbeatAt = now;
      handlers.onHeartbeat(now, { ...counts });
    }
    state = "resting";
    socket.resume();
    contained(feed.release);
    if (waitMs - tookMs <= 1) listen();
    else wait(waitMs - tookMs, listen);
  }

  return {
    key() {
      wantsKey = true;
    },
    explain() {
      const cause = state === "ending" ? undefined : stuckOn(machineMs());
      if (cause) handlers.onWaits(cause);
    },
    stop() {
      if (state === "ending") return;
      stopWaiting();
      const now = machineMs();
      const cause = stuckOn(now);
      if (cause) handlers.onStuck(cause);
      const isCurrent = beganAt !== undefined && state !== "writing" && !cause;
      state = "ending";
      failure = "It was stopped";
      if (isCurrent) take(now);
      encoder.end();
      socket.destroy();
    },
    kill() {
      stopWaiting();
      const cause = state === "ending" ? undefined : stuckOn(machineMs());
      if (cause) handlers.onStuck(cause);
      const isWilling = state === "asking";
      if (state !== "ending") failure = "It was killed";
      state = "ending";
      socket.destroy();
      if (!isWilling) return encoder.kill();
      encoder.end();
      timer = setTimeout(() => encoder.kill(), LAST_WORDS_MS);
    },
  };
}

const describe = (error: unknown): string => {
  const detail = error instanceof Error && "details" in error ? JSON.stringify(error.details) : "";
  return `${error instanceof Error ? error.message : String(error)} ${detail}`.trim();
};
