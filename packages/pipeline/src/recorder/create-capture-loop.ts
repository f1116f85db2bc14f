import type { Clock, Log, Supervisor, Unit } from "@lucid/foundation";
import type { Gap } from "@lucid/proof";
import { createOverloadLadder, type OverloadStep } from "../capture/create-overload-ladder.ts";
import type { DisplayCapture, VideoCapture, VideoSettings } from "../capture/display-capture.ts";
import { frameRateOf } from "../capture/ffmpeg-arguments.ts";
import type { Take } from "../chunker/create-chunker.ts";
import type { VideoFragment } from "../mp4/read-fragment.ts";

export interface CaptureLoopDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly supervisor: Pick<Supervisor, "start">;
  readonly capture: Pick<DisplayCapture, "startVideo">;
}

export interface CaptureLoopOptions extends Pick<VideoSettings, "frameRate"> {
  readonly sessionId: string;
}

export interface CaptureLoopHandlers {
  onTake(take: Take): void;
  onFragment(fragment: VideoFragment): void;
  /** No picture for 3 s, and the first picture after that. */
  onLost(reason: string): void;
  onBack(): void;
}

/** Why a take ended, as the gap before the next one says it. */
type Interruption = Pick<Gap, "kind" | "reason">;

/** Keeps the video running while it is wanted. */
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
/** A run that says nothing for so long will not recover: a new one takes a second. */
const STUCK_MS = 8_000;
const START_TIMEOUT_MS = 10_000;
/** Somebody waits for the picture, and their input is frozen: it is tried again for as long as it is wanted. */
const SUPERVISION = { restarts: Number.POSITIVE_INFINITY, longestPauseMs: 5_000, reportsWork: true } as const;
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
  let keeping: Promise<Unit> | undefined;
  let video: VideoCapture | undefined;
  let watchTimer: Disposable | undefined;
  let runs = 0;
  let failures = 0;
  /** What ended the last take that has a picture; consumed by the first picture of the next. */
  let after: Interruption | null = null;
  let planned: Interruption | null = null;
  let lost = false;
  /** On the clock that nobody can set. */
  let aliveAt = 0;
  let lastFragmentAtMs: number | null = null;
  let lastDetail = "No picture came from the display";
  let firstPicture = Promise.withResolvers<Error | undefined>();

  function run(unit: Unit): VideoCapture {
    const frameRate = frameRateOf(options.frameRate, ladder.step);
    let timescale = 1;
    let isFirst = true;
    ladder.restart();
    if (runs > 0) count.restarts += 1;
    runs += 1;
    const settings = { frameRate: options.frameRate, overload: ladder.step };
    const started = deps.capture.startVideo(settings, {
      onInit(init, epochMs) {
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
        unit.worked();
        alive();
        if (wanted && !planned && ladder.observe(fragment.samples, lostFrames)) lighten();
      },
    });
    video = started;
    void started.exited.then(ended);
    return started;
  }

  function alive(): void {
    aliveAt = clock.elapsed();
    lastFragmentAtMs = clock.now();
    firstPicture.resolve(undefined);
    if (!lost || !wanted) return;
    lost = false;
    handlers.onBack();
  }

  function ended(detail: string): void {
    video = undefined;
    if (!wanted) return;
    lastDetail = detail;
    if (lastFragmentAtMs !== null)
      after ??= planned ?? { kind: "recorder_lost", reason: detail.slice(0, MAX_REASON).toWellFormed() };
    planned = null;
    failures += 1;
    if (failures === START_TRIES) firstPicture.resolve(new Error(detail));
  }

  function lighten(): void {
    log.warn({ step: ladder.step }, "The machine is too slow: recording goes on with lighter settings");
    planned = { kind: "recorder_lost", reason: "The machine was too slow: recording restarted with lighter settings" };
    Promise.resolve(video?.[Symbol.asyncDispose]()).catch((error: unknown) =>
      log.error({ err: error }, "The recorder could not be stopped"),
    );
  }

  function watch(): void {
    watchTimer = clock.after(CHECK_MS, watch);
    const silentMs = clock.elapsed() - aliveAt;
    if (silentMs >= LOST_MS && !lost) {
      lost = true;
      handlers.onLost(lastDetail);
    }
    if (silentMs >= STUCK_MS && video) {
      aliveAt = clock.elapsed();
      log.warn({ session: options.sessionId, silentMs }, "The recorder is stuck and is killed");
      video.kill();
    }
  }

  return {
    async start() {
      if (!wanted) {
        wanted = true;
        failures = 0;
        aliveAt = clock.elapsed();
        firstPicture = Promise.withResolvers();
        keeping = deps.supervisor.start({
          ...{ kind: "recorder", name: options.sessionId, ...SUPERVISION },
          start: async (_signal, unit) => run(unit),
        });
        keeping.catch((error: unknown) => firstPicture.resolve(new Error("The recorder was not started", { cause: error })));
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
      }
      const unit = await keeping?.catch(() => undefined);
      await unit?.[Symbol.asyncDispose]();
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
