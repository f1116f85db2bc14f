import type { Run } from "@lucid/foundation";
import type { SessionEvent } from "../chunker/session-event.ts";
import type { VideoFragment } from "../mp4/read-fragment.ts";
import type { VideoInit } from "../mp4/read-init.ts";
import type { OverloadStep } from "./create-overload-ladder.ts";

/** Pictures and input of one display: what a recorder records. */
export interface DisplayCapture {
  /** Starts one run of the video. Failing to start is an exit as well. */
  startVideo(settings: VideoSettings, handlers: VideoHandlers): VideoCapture;
  /**
   * Follows keys, buttons and pointer until disposed. `input_lost` and `input_back` events say from when to when
   * nothing was seen.
   * @throws when the display's input cannot be followed.
   */
  followInput(settings: InputSettings, onEvent: (event: SessionEvent) => void): Promise<Disposable>;
}

export interface VideoSettings {
  /** Frames per second at step 0 of the overload ladder. */
  readonly frameRate: number;
  readonly overload: OverloadStep;
}

export interface InputSettings {
  /** Whether typed characters are told, or only that a key was pressed. */
  readonly characters: boolean;
}

export interface VideoHandlers {
  /** The first call: initialization and the Unix time of decode time 0. */
  onInit(init: VideoInit, epochMs: number): void;
  /** About half a second of video, and a keyframe at least every five seconds. The bytes belong to the handler. */
  onFragment(fragment: VideoFragment): void;
}

/**
 * One run of the video. `exited` settles after all of it was handed over, with what is to be said of its end. Disposing
 * lets it hand over its last fragment and end. No handler is called before `startVideo` has returned.
 */
export interface VideoCapture extends Run<string> {
  /** Ends it at once; up to half a second of video is lost. */
  kill(): void;
}
