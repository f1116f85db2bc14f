import type { Clock, Log } from "@lucid/foundation";
import type { CapturePool } from "../screen/start-capture-pool.ts";
import { createVideoCapture } from "./create-video-capture.ts";
import type { DisplayCapture } from "./display-capture.ts";
import type { Encoder } from "./encoder.ts";

export interface DisplayCaptureDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Where pictures are taken; shared by all displays of the node. */
  readonly recorders: Pick<CapturePool, "start">;
  /** ffmpeg's path; default: the one of the system. */
  readonly ffmpeg?: string;
}

export interface CapturedDisplay {
  /** Path of the display's private RFB socket, on which it takes everybody. */
  readonly rfbSocket: string;
  readonly width: number;
  readonly height: number;
  readonly encoder: Encoder;
}

/** Captures the pictures of an X display of this machine as a client of its RFB socket. */
export const createDisplayCapture = (deps: DisplayCaptureDeps, display: CapturedDisplay): DisplayCapture => ({
  startVideo: (settings, handlers) => createVideoCapture(deps, { ...display, ...settings }, handlers),
});
