import type { SeededRandom, TestClock } from "@lucid/foundation/testing";
import type { DisplayCapture, VideoCapture, VideoHandlers, VideoSettings } from "../capture/display-capture.ts";
import { readFragment } from "../mp4/read-fragment.ts";
import { readInit } from "../mp4/read-init.ts";
import type { StallCause } from "../screen/capture.protocol.ts";
import { fragmentBytes, initSegment } from "./mp4-fixtures.ts";

export interface SimulatedCapture extends DisplayCapture {
  /** When pictures were taken that were handed over, on the clock's `elapsed`. */
  readonly delivered: readonly number[];
  /** Whether a run takes pictures now. */
  readonly isTaking: boolean;
  /** No picture for so long. */
  stall(cause: StallCause, ms: number): void;
  /** The run ends at once, with the video that was not handed over. */
  crash(): void;
  /** The next runs end before their first picture. */
  refuse(runs: number): void;
}

const TICKS_PER_SECOND = 1_000;
const init = readInit(initSegment(TICKS_PER_SECOND));
const FRAGMENT_MS = 500;
const STALL_MS = 2_000;
const REPEATS_MS = [40, 100, 510, 1_000] as const;
const HEARTBEAT_MS = 900;
/** What the muxer gives the last picture of a run. */
const LAST_MS = 100;
const STOP_MS = 2_000;

/**
 * The recorder's worker and its encoder on a clock of the test's own: pictures at random moments, each held until the next, in fragments
 * of half a second that begin with what was asked for as key picture, as `start-capture-run.ts` and ffmpeg make them.
 */
export function createSimulatedCapture(clock: TestClock, random: SeededRandom): SimulatedCapture {
  const delivered: number[] = [];
  let refusals = 0;
  let current: { stall(cause: StallCause, ms: number): void; crash(): void; isTaking(): boolean } | undefined;

  function startVideo(settings: VideoSettings, handlers: VideoHandlers): VideoCapture {
    const exited = Promise.withResolvers<string>();
    let beganAt: number | undefined;
    let samples: { at: number; time: number }[] = [];
    let isKey = true;
    let keyAt = 0;
    let wantsKey = false;
    let heartbeatAt = Number.NEGATIVE_INFINITY;
    let stalledUntil = 0;
    let cause: StallCause = "recorder";
    let timer: Disposable | undefined;
    let stopping: Disposable | undefined;
    let dueAt = 0;
    let isOver = false;
    const startedAt = clock.elapsed();

    function wait(ms: number, then: () => void): void {
      dueAt = clock.elapsed() + ms;
      timer = clock.after(ms, then);
    }

    function end(detail: string): void {
      if (isOver) return;
      isOver = true;
      timer?.[Symbol.dispose]();
      stopping?.[Symbol.dispose]();
      exited.resolve(detail);
    }

    function flush(endTime: number): void {
      const first = samples[0];
      if (!first) return;
      const durations = samples.map(({ time }, index) => (samples[index + 1]?.time ?? endTime) - time);
      const bytes = fragmentBytes({ decodeTime: first.time, samples: samples.length, durations, keyframe: isKey });
      delivered.push(...samples.map(({ at }) => at));
      samples = [];
      isKey = false;
      handlers.onFragment({ bytes, ...readFragment(bytes.subarray(0, bytes.readUInt32BE(0)), init) });
    }

    function take(): void {
      const now = clock.elapsed();
      if (beganAt === undefined) {
        beganAt = now;
        handlers.onInit(init, now);
      }
      const time = Math.floor(now - beganAt);
      const last = samples.at(-1);
      const isStall = last !== undefined && time - last.time > STALL_MS;
      if (isStall) handlers.onStalled?.(now - dueAt > STALL_MS / 2 ? "recorder" : cause);
      const asKey = isStall || wantsKey || now - keyAt >= settings.keyMs || last === undefined;
      if (samples[0] && (asKey || time - samples[0].time >= FRAGMENT_MS)) flush(time);
      if (asKey) {
        keyAt = now;
        wantsKey = false;
        isKey = true;
      }
      samples.push({ at: now, time });
      if (now - heartbeatAt >= HEARTBEAT_MS) {
        heartbeatAt = now;
        handlers.onHeartbeat?.({ atMs: now, machineMs: now, counts: { updates: 0, pictures: 0, coalesced: 0, missed: 0 } });
      }
    }

    function next(): void {
      const left = stalledUntil - clock.elapsed();
      if (left > 0) return wait(left, next);
      take();
      wait(random.pick(REPEATS_MS), next);
    }

    /** What no picture came for, too long before it was told to end. */
    function stuckOn(): StallCause | undefined {
      return clock.elapsed() - (samples.at(-1)?.at ?? startedAt) > STALL_MS ? cause : undefined;
    }

    function tellStuck(): StallCause | undefined {
      const why = isOver ? undefined : stuckOn();
      if (why) handlers.onStuck?.(why);
      return why;
    }

    function handOver(): void {
      const latest = samples.at(-1);
      if (latest) flush(latest.time + LAST_MS);
    }

    function stop(): void {
      if (isOver) return;
      const last = samples.at(-1);
      if (beganAt !== undefined && last && clock.elapsed() - last.at >= 1 && !stuckOn()) take();
      handOver();
      end("It was stopped");
    }

    function kill(): void {
      if (tellStuck() === "display") handOver();
      end("It was killed");
    }

    current = {
      stall(why, ms) {
        cause = why;
        stalledUntil = Math.max(stalledUntil, clock.elapsed() + ms);
      },
      crash: () => end("ffmpeg ended with SIGKILL"),
      isTaking: () => !isOver && beganAt !== undefined,
    };
    if (refusals > 0) {
      refusals -= 1;
      wait(50, () => end("The display did not answer"));
    } else wait(100 + random.below(300), next);

    return {
      exited: exited.promise,
      requestKeyframe: () => void (wantsKey = true),
      explain() {
        const waitsFor = isOver ? undefined : stuckOn();
        if (waitsFor) handlers.onWaits?.(waitsFor);
      },
      kill,
      async [Symbol.asyncDispose]() {
        tellStuck();
        const left = stalledUntil - clock.elapsed();
        stopping = clock.after(Math.min(Math.max(left, 0), STOP_MS), left > STOP_MS ? () => end("It was killed") : stop);
        await exited.promise;
      },
    };
  }

  return {
    startVideo,
    delivered,
    get isTaking() {
      return current?.isTaking() ?? false;
    },
    stall: (cause, ms) => current?.stall(cause, ms),
    crash: () => current?.crash(),
    refuse(runs) {
      refusals = runs;
    },
  };
}
