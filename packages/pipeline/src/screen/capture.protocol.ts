import type { VideoFragment } from "../mp4/read-fragment.ts";
import type { VideoInit } from "../mp4/read-init.ts";

/** What one run of the recorder needs to know. */
export interface CaptureOptions {
  /** Path of the display's private RFB socket. */
  readonly socket: string;
  /** The encoder, which takes Matroska with raw pictures and gives fragmented MP4. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly quickMs: number;
  readonly steadyMs: number;
  /** From a key picture to the next one, ms. */
  readonly keyMs: number;
}

/** To a capture worker. */
export type ToCapture =
  /** One number in shared memory, in which the worker says which run it works for; 0: for none. Comes before the first run. */
  | { readonly type: "mark"; readonly mark: Int32Array<SharedArrayBuffer> }
  | { readonly type: "start"; readonly run: number; readonly options: CaptureOptions }
  /** The next picture can be decoded alone. */
  | { readonly type: "key"; readonly run: number }
  /** Records the last picture once more and ends in good order. */
  | { readonly type: "stop"; readonly run: number }
  | { readonly type: "kill"; readonly run: number }
  /** Asks what the run waits for; answered only where it has waited for longer than pictures may be apart. */
  | { readonly type: "explain"; readonly run: number }
  /** Asks for a sign of life. */
  | { readonly type: "ping" };

/** Counters since the run's start. */
export interface CaptureCounts {
  /** Updates of the display that changed something. */
  readonly updates: number;
  /** Pictures handed to the encoder, repeats included. */
  readonly pictures: number;
  /** Updates that had gathered while the recorder waited: each may hold several changes as one. */
  readonly coalesced: number;
  /** Pictures that the pace would have allowed and the encoder did not take in time. */
  readonly missed: number;
}

/** Why no picture was taken for a while. */
export type StallCause = "encoder" | "display" | "recorder";

/** A message carries bytes, and no Buffer. */
export type Bytes<T extends { readonly bytes: Buffer }> = Omit<T, "bytes"> & { readonly bytes: Uint8Array<ArrayBuffer> };

/** From a capture worker. Times are milliseconds of the machine's monotonic clock. */
export type FromCapture =
  | { readonly type: "ready" }
  | { readonly type: "pong" }
  /** The first picture, which is at time 0 of the video. */
  | { readonly type: "began"; readonly run: number; readonly atMs: number }
  | { readonly type: "init"; readonly run: number; readonly init: Bytes<VideoInit> }
  /** Its bytes are transferred. */
  | { readonly type: "fragment"; readonly run: number; readonly fragment: Bytes<VideoFragment> }
  | { readonly type: "heartbeat"; readonly run: number; readonly atMs: number; readonly counts: CaptureCounts }
  /** No picture was taken between these. Comes before the video of the second. */
  | { readonly type: "stalled"; readonly run: number; readonly fromMs: number; readonly toMs: number; readonly cause: StallCause }
  /** What the run waits for, which was asked. */
  | { readonly type: "waits"; readonly run: number; readonly cause: StallCause }
  /** The run is told to end, and has waited for this for longer than pictures may be apart. */
  | { readonly type: "stuck"; readonly run: number; readonly cause: StallCause }
  /** The last message of a run. */
  | { readonly type: "ended"; readonly run: number; readonly detail: string };

/** Milliseconds of the machine's monotonic clock, the same in all threads. */
export const machineMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;
