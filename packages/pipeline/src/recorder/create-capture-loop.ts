import type { Clock, Log } from "@lucid/foundation";
import type { Gap } from "@lucid/proof";
import { createOverloadLadder, type OverloadStep } from "../capture/create-overload-ladder.ts";
import { createVideoCapture, type VideoCapture, type VideoCaptureOptions } from "../capture/create-video-capture.ts";
import { frameRateOf } from "../capture/ffmpeg-arguments.ts";
import type { Take } from "../chunker/create-chunker.ts";
import type { VideoFragment } from "../mp4/read-fragment.ts";
import type { VideoInit } from "../mp4/read-init.ts";

export interface CaptureLoopDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly ffmpeg?: string;
}

export type CaptureLoopOptions = Omit<VideoCaptureOptions, "overload">;

export interface CaptureLoopHandlers {
  onTake(take: Take): void;
  onFragment(fragment: VideoFragment): void;
  /** No picture for 3 s, and the first picture after that. */
  onLost(reason: string): void;
  onBack(): void;
}

/** Why a take ended, as the gap before the next one says it. */
type Interruption = Pick<Gap, "kind" | "reason">;

/** Keeps ffmpeg running while it is wanted. */
export interface CaptureLoop {
  /** Wants pictures. Resolves with the first; @throws when none comes within 10 s (it goes on trying). */
  start(): Promise<void>;
  /** Wants none. Resolves when the last picture was handed over. */
  stop(why: Interruption): Promise<void>;
  readonly counters: CaptureCounters;
  readonly lost: boolean;
  readonly lastFragmentAtMs: number | null;
}

export interface CaptureCounters {
  readonly frames: number;
  readonly lostFrames: number;
  readonly fragments: number;
  readonly bytes: number;
  readonly restarts: number;
  readonly overload: OverloadStep;
}

/** Input has to freeze at most 5 s after the last picture: 3 s, the check's 0.5 s, and room for the rest. */
const LOST_MS = 3_000;
const CHECK_MS = 500;
/** An ffmpeg that says nothing for so long will not recover: a new one takes a second. */
const STUCK_MS = 8_000;
const START_TIMEOUT_MS = 10_000;
/** Delay before each further try; the last one repeats. */
const BACKOFF_MS = [0, 500, 1_000, 2_000, 5_000] as const;
const OVERLOAD_WINDOW_SECONDS = 10;
/** The format's limit of a gap's reason. */
const MAX_REASON = 500;

/** Tries before `start` gives its caller the bad news. */
const START_TRIES = 3;

export function createCaptureLoop(
  deps: CaptureLoopDeps,
  options: CaptureLoopOptions,
  handlers: CaptureLoopHandlers,
): CaptureLoop {
  const { clock, log } = deps;
  const count = { frames: 0, lostFrames: 0, fragments: 0, bytes: 0, restarts: 0 };
  const ladder = createOverloadLadder({ framesPerWindow: options.frameRate * OVERLOAD_WINDOW_SECONDS });
  let wanted = false;
  let capture: VideoCapture | undefined;
  let watchTimer: Disposable | undefined;
  let restartTimer: Disposable | undefined;
  let runs = 0;
  let failures = 0;
  /** What ended the last take that has a picture; consumed by the first picture of the next. */
  let after: Interruption | null = null;
  let planned: Interruption | null = null;
  let lost = false;
  let aliveAtMs = 0;
  let lastFragmentAtMs: number | null = null;
  let lastDetail = "No picture came from the display";
  let firstPicture = Promise.withResolvers<Error | undefined>();

  function run(): void {
    if (!wanted || capture) return;
    const frameRate = frameRateOf(options.frameRate, ladder.step);
    let timescale = 1;
    let isFirst = true;
    ladder.restart();
    if (runs > 0) count.restarts += 1;
    runs += 1;
    const settings = { ...options, overload: ladder.step };
    capture = createVideoCapture(deps, settings, {
      onInit(init: VideoInit, epochMs) {
        timescale = init.timescale;
        handlers.onTake({ init, epochMs, after });
      },
      onFragment(fragment) {
        const lostFrames = Math.max(0, Math.round((fragment.duration / timescale) * frameRate) - fragment.samples);
        count.frames += fragment.samples;
        count.lostFrames += lostFrames;
        count.fragments += 1;
        count.bytes += fragment.bytes.length;
        if (isFirst) after = null;
        isFirst = false;
        failures = 0;
        handlers.onFragment(fragment);
        alive();
        if (wanted && !planned && ladder.observe(fragment.samples, lostFrames)) lighten();
      },
      onExit: ended,
    });
  }

  function alive(): void {
    aliveAtMs = clock.now();
    lastFragmentAtMs = aliveAtMs;
    firstPicture.resolve(undefined);
    if (!lost || !wanted) return;
    lost = false;
    handlers.onBack();
  }

  function ended(detail: string): void {
    capture = undefined;
    if (!wanted) return;
    lastDetail = detail;
    if (lastFragmentAtMs !== null)
      after ??= planned ?? { kind: "recorder_lost", reason: detail.slice(0, MAX_REASON).toWellFormed() };
    planned = null;
    const delay = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 0;
    failures += 1;
    if (failures === START_TRIES) firstPicture.resolve(new Error(detail));
    log.warn({ detail, delay }, "The recorder ended and is started again");
    restartTimer = clock.after(delay, run);
  }

  function lighten(): void {
    log.warn({ step: ladder.step }, "The machine is too slow: recording goes on with lighter settings");
    planned = { kind: "recorder_lost", reason: "The machine was too slow: recording restarted with lighter settings" };
    capture?.stop().catch((error: unknown) => log.error({ err: error }, "The recorder could not be stopped"));
  }

  function watch(): void {
    watchTimer = clock.after(CHECK_MS, watch);
    const silentMs = clock.now() - aliveAtMs;
    if (silentMs >= LOST_MS && !lost) {
      lost = true;
      handlers.onLost(lastDetail);
    }
    if (silentMs >= STUCK_MS && capture) {
      aliveAtMs = clock.now();
      log.warn({ pid: capture.pid }, "The recorder is stuck and is killed");
      capture.kill();
    }
  }

  return {
    async start() {
      if (!wanted) {
        wanted = true;
        failures = 0;
        aliveAtMs = clock.now();
        firstPicture = Promise.withResolvers();
        run();
        watch();
      }
      const tooLate = Promise.withResolvers<Error>();
      using _timeout = clock.after(START_TIMEOUT_MS, () => tooLate.resolve(new Error(lastDetail)));
      const failure = await Promise.race([firstPicture.promise, tooLate.promise]);
      if (failure) throw failure;
    },
    async stop(why) {
      if (wanted) {
        wanted = false;
        firstPicture.resolve(new Error("The recorder was stopped"));
        if (lastFragmentAtMs !== null) after = why;
        planned = null;
        watchTimer?.[Symbol.dispose]();
        restartTimer?.[Symbol.dispose]();
      }
      await capture?.stop();
    },
    get counters() {
      return { ...count, overload: ladder.step };
    },
    get lost() {
      return lost;
    },
    get lastFragmentAtMs() {
      return lastFragmentAtMs;
    },
  };
}
