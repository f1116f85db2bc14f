import type { Run } from "@lucid/foundation";
import type { VideoFragment } from "../mp4/read-fragment.ts";
import type { VideoInit } from "../mp4/read-init.ts";
import type { CaptureCounts, StallCause } from "../screen/capture.protocol.ts";
import type { OverloadStep } from "./create-overload-ladder.ts";

/** Pictures of one display: what a recorder records, beside the events that its session adds. */
export interface DisplayCapture {
  /** Starts one run of the video. Failing to start is an exit as well. */
  startVideo(settings: VideoSettings, handlers: VideoHandlers): VideoCapture;
}

export interface VideoSettings {
  /** Pictures per second under steady change, at step 0 of the overload ladder. */
  readonly frameRate: number;
  readonly overload: OverloadStep;
  /** From a key picture to the next, where nothing else asks for one, ms. */
  readonly keyMs: number;
}

export interface VideoHandlers {
  /** The first call: initialization, and decode time 0 on the clock's `elapsed`. */
  onInit(init: VideoInit, atMs: number): void;
  /** From half a second to a second of video. The bytes belong to the handler. */
  onFragment(fragment: VideoFragment): void;
  /** The recorder lives: at least every two seconds. */
  onHeartbeat?(heartbeat: Heartbeat): void;
  /** Nothing was seen between two pictures. Comes before the fragment that ends with the first of them. */
  onStalled?(cause: StallCause): void;
  /** It was asked, and has waited for this for more than two seconds. */
  onWaits?(cause: StallCause): void;
  /** It was told to end, and had waited for this for more than two seconds. Comes before `exited` settles. */
  onStuck?(cause: StallCause): void;
}

export interface Heartbeat {
  /** On the clock's `elapsed`, ms. */
  readonly atMs: number;
  /** On the machine's monotonic clock, ms. */
  readonly machineMs: number;
  /** Since the start of the run. */
  readonly counts: CaptureCounts;
}

/**
 * One run of the video. `exited` settles after all of it was handed over, with what is to be said of its end. Disposing
 * lets it hand over its last fragment and end. No handler is called before `startVideo` has returned.
 */
export interface VideoCapture extends Run<string> {
  /** Asks for a key picture, where the next chunk can begin. */
  requestKeyframe(): void;
  /** Asks what it waits for; `onWaits` answers where it does, and nothing where it hangs itself. */
  explain(): void;
  /** Ends it at once; up to a second of video is lost. */
  kill(): void;
}
