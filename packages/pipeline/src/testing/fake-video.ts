import type { VideoCapture, VideoHandlers, VideoSettings } from "../capture/display-capture.ts";
import { readFragment } from "../mp4/read-fragment.ts";
import { readInit } from "../mp4/read-init.ts";
import type { CaptureCounts, StallCause } from "../screen/capture.protocol.ts";
import { type FragmentShape, fragmentBytes, initSegment } from "./mp4-fixtures.ts";

type Asked = "keyframe" | "explain" | "kill" | "stop";

/** One run of the video that a test conducts. */
export interface FakeRun {
  readonly settings: VideoSettings;
  /** What was asked of it, in order. */
  readonly asked: readonly Asked[];
  begin(atMs: number): void;
  fragment(shape: FragmentShape): void;
  heartbeat(atMs: number, counts: Partial<CaptureCounts>): void;
  /** From now on nothing comes for this, and it says so when it is asked or told to end. */
  hang(cause: StallCause): void;
  /** What it still does between a kill and its end. */
  atKill(work: () => void): void;
  end(detail: string): void;
}

const init = readInit(initSegment());

/** A display whose video comes from the test. */
export function createFakeVideo() {
  const runs: FakeRun[] = [];
  return {
    runs,
    startVideo(settings: VideoSettings, handlers: VideoHandlers): VideoCapture {
      const exited = Promise.withResolvers<string>();
      const asked: Asked[] = [];
      let hangsFor: StallCause | undefined;
      let lastWords = (): void => undefined;
      const ask = (what: Asked) => {
        asked.push(what);
        if (!hangsFor || what === "keyframe") return;
        if (what === "explain") handlers.onWaits?.(hangsFor);
        else handlers.onStuck?.(hangsFor);
      };
      runs.push({
        settings,
        asked,
        begin: (atMs) => handlers.onInit(init, atMs),
        fragment(shape) {
          const bytes = fragmentBytes(shape);
          handlers.onFragment({ bytes, ...readFragment(bytes.subarray(0, bytes.readUInt32BE(0)), init) });
        },
        heartbeat(atMs, counts) {
          const all = { updates: 0, pictures: 0, coalesced: 0, missed: 0, ...counts };
          handlers.onHeartbeat?.({ atMs, machineMs: atMs, counts: all });
        },
        atKill: (work) => void (lastWords = work),
        hang: (cause) => void (hangsFor = cause),
        end: exited.resolve,
      });
      return {
        exited: exited.promise,
        requestKeyframe: () => ask("keyframe"),
        explain: () => ask("explain"),
        kill() {
          ask("kill");
          queueMicrotask(() => {
            lastWords();
            exited.resolve("It was killed");
          });
        },
        async [Symbol.asyncDispose]() {
          ask("stop");
          exited.resolve("It was stopped");
        },
      };
    },
  };
}
