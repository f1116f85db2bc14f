import type { Clock, Log, Supervisor, Unit } from "@lucid/foundation";
import { createOverloadLadder, type OverloadStep } from "../capture/create-overload-ladder.ts";
import type { DisplayCapture, Heartbeat, VideoCapture, VideoSettings } from "../capture/display-capture.ts";
import type { Take } from "../chunker/create-chunker.ts";
import type { Retiming } from "../chunker/create-take-breaks.ts";
import type { VideoFragment } from "../mp4/read-fragment.ts";
import { createRecordClock } from "./create-record-clock.ts";
import { clockStepped, type Interruption, joined, recorderEnded, recorderStuck, stalled, tooSlow } from "./gap-reasons.ts";

export interface CaptureLoopDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly supervisor: Pick<Supervisor, "start">;
  readonly capture: Pick<DisplayCapture, "startVideo">;
}

export interface CaptureLoopOptions extends Pick<VideoSettings, "frameRate" | "keyMs"> {
  readonly sessionId: string;
}

export interface CaptureLoopHandlers {
  onTake(take: Take): void;
  onFragment(fragment: VideoFragment): void;
  /** The recorder lives; `t` is Unix time of the record. */
  onHeartbeat(t: number, heartbeat: Heartbeat): void;
  /** Nothing was seen between two pictures, of which the video tells. */
  onStalled(why: Interruption): void;
  /** The machine's clock was set: the take's decode time 0 is another one now. */
  onRetimed(retiming: Retiming): void;
  /** The run ended while pictures are wanted: what it handed over is all there is of its take. */
  onRunEnded(): void;
  /** No picture for 2 s, and the first picture after that. */
  onLost(reason: string): void;
  /** Why it is lost, as the gap would say it now: again while it lasts, and never where the recorder itself hangs. */
  onExplained(why: Interruption): void;
  onBack(): void;
}

/** Keeps the video running while it is wanted. */
export interface CaptureLoop {
  /** Wants pictures. Resolves with the first; @throws when none comes within 10 s (it goes on trying). */
  start(): Promise<void>;
  /** Wants none. Resolves when the last picture was handed over. `why`: one more reason, also where none were wanted before. */
  stop(why?: Interruption): Promise<void>;
  /** Asks for a key picture. */
  requestKeyframe(): void;
  /** The record's time of something that happened just now, at this time of the machine's clock. */
  timeOf(unixMs: number): number;
  readonly counters: CaptureCounters;
  readonly lost: boolean;
  readonly lastFragmentAtMs: number | null;
}

export interface CaptureCounters {
  readonly frames: number;
  readonly lostFrames: number;
  readonly updates: number;
  readonly coalesced: number;
  readonly fragments: number;
  readonly bytes: number;
  readonly restarts: number;
  readonly overload: OverloadStep;
}

/** A fragment comes at least every second; input freezes when two of them are missing. */
const LOST_MS = 2_000;
const CHECK_MS = 250;
/** A check that comes later by this says that the node itself did not run: the recorder gets its time anew. */
const LATE_MS = 1_000;
/** A run that says nothing for so long will not recover: a new one takes a second. */
const STUCK_MS = 8_000;
/** The first picture comes in less than a second; five starts at once on a machine that has much else to do take 10 s and more. */
const START_TIMEOUT_MS = 30_000;
/** Somebody waits for the picture, and their input is frozen: it is tried again for as long as it is wanted. */
const SUPERVISION = { restarts: Number.POSITIVE_INFINITY, longestPauseMs: 5_000, reportsWork: true } as const;
const OVERLOAD_WINDOW_SECONDS = 10;
/** Tries before `start` gives its caller the bad news. */
const START_TRIES = 3;

export function createCaptureLoop(
  deps: CaptureLoopDeps,
  options: CaptureLoopOptions,
  handlers: CaptureLoopHandlers,
): CaptureLoop {
  const { clock, log } = deps;
  const count = { frames: 0, lostFrames: 0, updates: 0, coalesced: 0, fragments: 0, bytes: 0, restarts: 0 };
  const ladder = createOverloadLadder({ framesPerWindow: options.frameRate * OVERLOAD_WINDOW_SECONDS });
  const createdAt = clock.elapsed();
  let wanted = false;
  let keeping: Promise<Unit> | undefined;
  let video: VideoCapture | undefined;
  let watchTimer: Disposable | undefined;
  let watchedAt = 0;
  /** Decode time 0 of the take, on the clock that nobody can set. */
  let takeAt: number | undefined;
  let runs = 0;
  let failures = 0;
  /** What happened since the last take that has a picture; told by the first picture of the next. */
  const reasons: Interruption[] = [];
  let planned: Interruption | null = null;
  /** What the run that is ended had waited for in vain. */
  let waitedFor: Interruption | undefined;
  let lost = false;
  let explainedAt = 0;
  /** On the clock that nobody can set. */
  let aliveAt = 0;
  /** Whoever started it waits for the first picture, and is told when none comes. */
  let isAwaited = false;
  let unstuckAt = 0;
  let lastFragmentAtMs: number | null = null;
  let lastDetail = "No picture came from the display";
  let firstPicture = Promise.withResolvers<Error | undefined>();

  const recordClock = createRecordClock(clock, ({ stepMs, sleptMs }) => {
    const data = { session: options.sessionId, stepMs: Math.round(stepMs), sleptMs: Math.round(sleptMs) };
    log.warn(data, "The machine's clock was set, or the machine slept");
    const after = clockStepped({ stepMs, sleptMs });
    if (takeAt === undefined) return note(after);
    handlers.onRetimed({ epochMs: recordClock.at(takeAt), monotonicMs: monotonicOf(clock.elapsed()), after });
    video?.requestKeyframe();
  });

  const monotonicOf = (elapsedMs: number): number => Math.max(0, Math.round(elapsedMs - createdAt));

  /** Nothing is missing before the first picture of a session. */
  function note(why: Interruption): void {
    if (lastFragmentAtMs !== null) reasons.push(why);
  }

  function run(unit: Unit): VideoCapture {
    const before = { ...count };
    let seen = { frames: 0, missed: 0 };
    /** What the first picture tells: the reasons that were there when the take began. */
    let told = 0;
    waitedFor = undefined;
    ladder.restart();
    // It is another one that was stuck.
    unstuckAt = clock.elapsed();
    if (runs > 0) count.restarts += 1;
    runs += 1;
    const settings = { frameRate: options.frameRate, overload: ladder.step, keyMs: options.keyMs };
    const started = deps.capture.startVideo(settings, {
      onInit(init, atMs) {
        recordClock.compare();
        takeAt = atMs;
        told = reasons.length;
        const [first, ...further] = reasons;
        const after = first ? joined([first, ...further]) : null;
        handlers.onTake({ init, epochMs: recordClock.at(atMs), monotonicMs: monotonicOf(atMs), after });
      },
      onHeartbeat(heartbeat) {
        const { updates, coalesced, missed, pictures } = heartbeat.counts;
        count.updates = before.updates + updates;
        count.coalesced = before.coalesced + coalesced;
        count.lostFrames = before.lostFrames + missed;
        recordClock.compare();
        handlers.onHeartbeat(recordClock.at(heartbeat.atMs), heartbeat);
        const isOverloaded = ladder.observe(pictures - seen.frames, missed - seen.missed);
        seen = { frames: pictures, missed };
        if (wanted && !planned && isOverloaded) lighten();
      },
      onStalled: (cause) => handlers.onStalled(stalled(cause)),
      onWaits(cause) {
        if (lost && wanted && reasons.length === 0) handlers.onExplained(stalled(cause));
      },
      onStuck(cause) {
        waitedFor = stalled(cause);
        if (!wanted) note(waitedFor);
      },
      onFragment(fragment) {
        recordClock.compare();
        count.frames += fragment.samples;
        count.fragments += 1;
        count.bytes += fragment.bytes.length;
        reasons.splice(0, told);
        told = 0;
        failures = 0;
        handlers.onFragment(fragment);
        // What a run hands over that is ended for its silence was seen before it.
        if (planned === recorderStuck) return;
        unit.worked();
        alive();
      },
    });
    video = started;
    void started.exited.then(ended);
    return started;
  }

  function alive(): void {
    aliveAt = clock.elapsed();
    unstuckAt = aliveAt;
    isAwaited = false;
    lastFragmentAtMs = clock.now();
    firstPicture.resolve(undefined);
    if (!lost || !wanted) return;
    lost = false;
    handlers.onBack();
  }

  const endedBy = (): Interruption | null => (planned === recorderStuck && waitedFor ? waitedFor : planned);

  function ended(detail: string): void {
    video = undefined;
    takeAt = undefined;
    if (!wanted) return;
    lastDetail = detail;
    log.warn({ session: options.sessionId, detail }, "The recorder ended");
    note(endedBy() ?? recorderEnded);
    planned = null;
    handlers.onRunEnded();
    failures += 1;
    if (failures === START_TRIES) firstPicture.resolve(new Error(detail));
  }

  function lighten(): void {
    log.warn({ step: ladder.step }, "The machine is too slow: recording goes on with lighter settings");
    planned = tooSlow;
    Promise.resolve(video?.[Symbol.asyncDispose]()).catch((error: unknown) =>
      log.error({ err: error }, "The recorder could not be stopped"),
    );
  }

  /** What ended a run is known here; what a run waits for, it is asked. */
  function explain(now: number): void {
    explainedAt = now;
    const [first, ...further] = reasons;
    if (first) handlers.onExplained(joined([first, ...further]));
    else video?.explain();
  }

  function watch(): void {
    const now = clock.elapsed();
    if (now - watchedAt > CHECK_MS + LATE_MS) unstuckAt = now;
    watchedAt = now;
    recordClock.compare();
    const silentMs = now - aliveAt;
    const leftMs = (isAwaited ? START_TIMEOUT_MS : LOST_MS) - silentMs;
    watchTimer = clock.after(leftMs > 0 ? Math.min(CHECK_MS, leftMs) : CHECK_MS, watch);
    if (leftMs <= 0 && !lost) {
      lost = true;
      explainedAt = now - LOST_MS;
      handlers.onLost(lastDetail);
    }
    if (lost && now - explainedAt >= LOST_MS) explain(now);
    if (now - unstuckAt >= STUCK_MS && video) {
      unstuckAt = now;
      log.warn({ session: options.sessionId, silentMs }, "The recorder is stuck and is killed");
      planned ??= recorderStuck;
      video.kill();
    }
  }

  return {
    async start() {
      if (!wanted) {
        wanted = true;
        failures = 0;
        isAwaited = true;
        aliveAt = clock.elapsed();
        unstuckAt = aliveAt;
        watchedAt = aliveAt;
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
      if (!failure) return;
      isAwaited = false;
      throw failure;
    },
    async stop(why) {
      if (why) note(why);
      if (wanted) {
        wanted = false;
        firstPicture.resolve(new Error("The recorder was stopped"));
        const under = endedBy();
        if (under) note(under);
        planned = null;
        watchTimer?.[Symbol.dispose]();
      }
      const unit = await keeping?.catch(() => undefined);
      await unit?.[Symbol.asyncDispose]();
    },
    requestKeyframe: () => video?.requestKeyframe(),
    timeOf(unixMs) {
      recordClock.compare();
      return recordClock.ofWall(unixMs);
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
